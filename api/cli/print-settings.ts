import type { Command } from "commander";
import { SECRET_SETTINGS, type Settings } from "../core/settings.js";

type Environment = Record<string, string | undefined>;

/** Of what has an id only that: the rest may hold a key. */
const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(shown).join(",")
    : value === undefined
      ? ""
      : String(typeof value === "object" && value !== null && "id" in value ? value.id : value);

/** Of `--demo` and `--no-demo` the one that was given. */
function sourceOf(start: Command, name: string, env: Environment): string {
  const options = start.options.filter((option) => option.attributeName() === name);
  switch (start.getOptionValueSource(name)) {
    case "cli": {
      const negated = start.getOptionValue(name) === false;
      return `flag ${options.find((option) => option.negate === negated)!.long}`;
    }
    case "env":
      return `environment ${options.find((option) => env[option.envVar!])!.envVar}`;
    default:
      return "default";
  }
}

/** Every setting, one a line: name, value, where it came from. Secrets are masked whole. */
export function printedSettings(
  start: Command,
  settings: Settings,
  env: Environment = process.env,
): string {
  const rows: [name: string, value: string, from: string][] = [];
  for (const name of new Set(start.options.map((option) => option.attributeName()))) {
    if (name === "printConfig") continue;
    const value = name === "demo" ? settings.demo : (start.getOptionValue(name) as unknown);
    rows.push([name, shown(value), sourceOf(start, name, env)]);
  }
  for (const { variable } of SECRET_SETTINGS)
    rows.push([variable, env[variable] ? "***" : "", env[variable] ? "environment" : "default"]);
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length)) + 2;
  const [names, values] = [width(0), width(1)];
  return rows
    .map(([name, value, from]) => `${name.padEnd(names)}${value.padEnd(values)}${from}\n`)
    .join("");
}
