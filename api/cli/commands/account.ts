import type { Command } from "commander";
import { ROLES, type RoleName } from "../../../schema/roles.js";
import { badInput } from "../../refusal.js";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";

interface AddOptions extends EngineOptions {
  role?: string[];
  county?: string;
  village?: string[];
  name?: string;
}

function rolesOf(names: readonly string[]): RoleName[] {
  for (const name of names)
    if (!(ROLES as readonly string[]).includes(name))
      throw badInput("role", `--role: ${name} is not one of ${ROLES.join(", ")}.`);
  return names as RoleName[];
}

export function registerAccount(program: Command): void {
  const account = program.command("account").description("local accounts");
  withEngineOptions(account.command("add <login>"))
    .description(
      "add an account; a password is read from HEARTHGRID_PASSWORD, else it signs in by link",
    )
    .option("--role <role...>", "roles it holds")
    .option("--county <code>", "only in this county")
    .option("--village <code...>", "villages its area roles cover")
    .option("--name <name>", "name shown")
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid account add li.worker --role worker1 --county 510799 --village 510799001001",
    )
    .action(async (login: string, options: AddOptions) => {
      const roles = rolesOf(options.role ?? []);
      await withServices(options, async ({ accounts }) => {
        const password = process.env["HEARTHGRID_PASSWORD"];
        await accounts.addAccount(login, options.name ?? login, roles, {
          ...(password ? { password } : {}),
          ...(options.county ? { county: Number(options.county) } : {}),
          villages: options.village ?? [],
        });
      });
      process.stdout.write(`added ${login}\n`);
    });
  withEngineOptions(account.command("disable <login>"))
    .description("disable an account and end its sessions")
    .action(async (login: string, options: EngineOptions) => {
      await withServices(options, ({ accounts }) => accounts.disable(login));
      process.stdout.write(`disabled ${login}\n`);
    });
  withEngineOptions(account.command("link <login>"))
    .description("print a one-time sign-in link, good for half an hour")
    .option("--any-machine", "usable from other machines too")
    .option("--url <url>", "address of the service", "http://localhost:4000")
    .action(
      async (login: string, options: EngineOptions & { anyMachine?: boolean; url: string }) => {
        const token = await withServices(options, ({ accounts }) =>
          accounts.link(login, !options.anyMachine),
        );
        process.stdout.write(`${options.url.replace(/\/$/, "")}/?signin=${token}\n`);
      },
    );
}
