import { EventEmitter } from "node:events";
import { Command, InvalidArgumentError, type Option } from "commander";
import { Refusal } from "../core/refusal.js";
import type { SettingDeclaration } from "../core/settings.js";

/** `--skip-refused` → `HEARTHGRID_SKIP_REFUSED`. */
const variableOf = (long: string): string =>
  `HEARTHGRID_${long.replace(/^--/, "").replace(/-/g, "_").toUpperCase()}`;

const YES = /^(1|true|yes|on)$/i;
const NO = /^(0|false|no|off)$/i;

/**
 * A list in one variable: entries by commas, or by lines where an entry holds a comma itself.
 */
const entriesOf = (text: string): string[] =>
  text
    .split(text.includes("\n") ? "\n" : ",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

/**
 * A command whose every option, and every option of its subcommands, is an environment variable
 * too: there is no other way to add one. commander hears a variable only if the option has its
 * name before it is added, and takes any value of a switch for yes and any list for one entry.
 */
export class EveryOptionByEnvironment extends Command {
  override createCommand(name?: string): EveryOptionByEnvironment {
    return new EveryOptionByEnvironment(name);
  }

  override addOption(option: Option): this {
    if (option.long && !option.envVar) option.env(variableOf(option.long));
    super.addOption(option);
    if (option.isBoolean() || option.negate || option.variadic) {
      const event = `optionEnv:${option.name()}`;
      EventEmitter.prototype.removeAllListeners.call(this, event);
      this.on(event, () => this.#take(option, process.env));
    }
    return this;
  }

  #take(option: Option, env: Record<string, string | undefined>): void {
    const variable = option.envVar!;
    const text = env[variable]!;
    const put = (value: unknown) =>
      this.setOptionValueWithSource(option.attributeName(), value, "env");
    if (option.variadic) return void put(entriesOf(text));
    if (YES.test(text)) return void put(!option.negate);
    if (!NO.test(text)) this.error(`${variable}=${text}: write 1 or 0.`);
    // "Not without it" asks for nothing.
    if (!option.negate) put(false);
  }
}

/** Adds an option as it was declared; a value that cannot be is refused with the reason. */
export function addSetting(command: Command, { flags, says, fallback, read }: SettingDeclaration) {
  const option = command.createOption(flags, says);
  if (fallback !== undefined) option.default(fallback, String(fallback) || "none");
  if (read)
    option.argParser((text) => {
      try {
        return read(text);
      } catch (error) {
        throw error instanceof Refusal ? new InvalidArgumentError(error.message) : error;
      }
    });
  return command.addOption(option);
}

/**
 * A sentence about an option names the variable instead, where the value came from there: who
 * wrote no flag looks for none.
 */
export function nameVariables(message: string, command: Command | undefined): string {
  let named = message;
  for (const option of command?.options ?? [])
    if (option.long && command!.getOptionValueSource(option.attributeName()) === "env")
      named = named.replace(new RegExp(`(?<![\\w-])${option.long}(?![\\w-])`, "g"), option.envVar!);
  return named;
}

/** An empty variable is none: units and compose files write `HEARTHGRID_PORT=` for "as usual". */
export function forgetEmptyVariables(env: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(env))
    if (value === "" && name.startsWith("HEARTHGRID_")) delete env[name];
}
