import type { Command } from "commander";
import { SCOPES } from "../../accounts/api-keys.service.js";
import { badInput } from "../../core/refusal.js";
import { wholeNumber } from "../../core/settings.js";
import { type EngineOptions, withEngineOptions } from "../open.js";
import { addSetting } from "../options.js";
import { runOperation } from "../run-operation.js";
import { print, say } from "../say.js";
import { printTable } from "../table.js";

const DEFAULT_DAYS = 365;
const DAY_MS = 86_400_000;

/** A day stands for its beginning in UTC: keys end by the second, not by a county's clock. */
function expiryOf(text: string | undefined): string | null {
  if (text === "never") return null;
  if (text === undefined) return new Date(Date.now() + DEFAULT_DAYS * DAY_MS).toISOString();
  const time = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time))
    throw badInput("expires", "--expires: write a day like 2030-01-31, a moment, or never.");
  return new Date(time).toISOString();
}

interface AddOptions extends EngineOptions {
  scope: string[];
  purpose: string;
  county?: number;
  expires?: string;
}

function registerAdd(key: Command): void {
  const add = withEngineOptions(key.command("add <name>"));
  addSetting(add, {
    flags: "--county <code>",
    says: "six digits of the county it is for; without one: every county",
    read: wholeNumber("county", 1, 999_999_999),
  })
    .description("make an API key and print it, this once")
    .requiredOption("--scope <scope...>", `what it may do: ${SCOPES.join(", ")}`)
    .requiredOption("--purpose <text>", "why it reads; logged with each reading of personal fields")
    .option("--expires <day>", `day, moment or never (default: in ${DEFAULT_DAYS} days)`)
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid key add heat-map --scope incidents:read grids:read " +
        '--purpose "monthly heat map" --county 510799 --expires 2030-01-31',
    )
    .action(async (name: string, { scope, purpose, county, expires, ...options }: AddOptions) => {
      const { key: made, apiKey } = await runOperation(options, "key.add", {
        name,
        purpose,
        scopes: scope,
        county,
        expiresAt: expiryOf(expires),
      });
      print(made);
      say(
        `Keep it now: it is not shown again. It ends ${apiKey.expiresAt ?? "when it is revoked"}.`,
      );
    });
}

export function registerKey(program: Command): void {
  const key = program
    .command("key")
    .description("API keys of programs; also while the service runs");
  registerAdd(key);
  withEngineOptions(key.command("list"))
    .description("all keys: scopes, county, purpose, state, last use; never the keys themselves")
    .option("--json", "as a JSON array")
    .addHelpText("after", "\nExample:\n  hearthgrid key list")
    .action(async (options: EngineOptions & { json?: boolean }) => {
      const keys = await runOperation(options, "key.list", {});
      if (options.json) return print(JSON.stringify(keys, null, 2));
      const now = new Date().toISOString();
      printTable(
        ["name", "scopes", "county", "purpose", "state", "last use"],
        keys.map((k) => [
          k.name,
          k.scopes.join(" "),
          k.county === null ? "every county" : String(k.county),
          k.purpose,
          k.revokedAt
            ? `revoked ${k.revokedAt}`
            : !k.expiresAt
              ? "until revoked"
              : k.expiresAt > now
                ? `until ${k.expiresAt}`
                : `expired ${k.expiresAt}`,
          k.lastUsedAt ?? "never",
        ]),
      );
    });
  withEngineOptions(key.command("revoke <name>"))
    .description("end a key at once, named by its name or id")
    .addHelpText("after", "\nExample:\n  hearthgrid key revoke heat-map")
    .action(async (name: string, options: EngineOptions) => {
      const revoked = await runOperation(options, "key.revoke", { name });
      print(`revoked ${revoked.name}`);
    });
}
