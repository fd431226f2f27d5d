import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Command, Option } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { freshDirectory } from "../../test/harness/engines.js";
import { forgetEmptyVariables, nameVariables } from "./options.js";
import { buildProgram } from "./program.js";

/** An option that reads a file reads it while it is parsed. */
const MAPS = path.join(freshDirectory("maps"), "maps.json");
writeFileSync(
  MAPS,
  JSON.stringify([
    {
      id: "streets",
      name: { zh: "街道", en: "Streets" },
      kind: "XYZ",
      url: "https://tiles.example/{z}/{x}/{y}.png",
      attribution: "© example",
      crs: "WGS84",
    },
  ]),
);

/** A value that is allowed, where not every text is. */
const SAMPLE: Record<string, string> = {
  "--port": "4610",
  "--pool": "3",
  "--incidents": "7",
  "--seed": "9",
  "--public-url": "https://grid.example/county",
  "--trusted-proxies": "10.0.0.0/8,::1",
  "--allow-origin": "https://app.example,http://localhost:5173",
  "--wall-origin": "https://hall.example",
  "--log": "json",
  "--log-level": "warn",
  "--slow-statement": "50",
  "--metrics": "10.0.0.7",
  "--drain": "3",
  "--county": "430102",
  "--background-maps": MAPS,
};

const leavesOf = (command: Command): Command[] =>
  command.commands.length > 0 ? command.commands.flatMap(leavesOf) : [command];

const wordsOf = (command: Command): string[] =>
  command.parent ? [...wordsOf(command.parent), command.name()] : [];

/** What the command would run with: parses, and does nothing. */
function optionsOf(words: string[], flags: string[], env: Record<string, string>) {
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  forgetEmptyVariables(process.env);
  let heard: { options: Record<string, unknown>; command: Command } | undefined;
  const root = buildProgram();
  for (const leaf of leavesOf(root)) {
    leaf.configureOutput({ writeErr: () => undefined, outputError: () => undefined });
    leaf.action(() => {
      heard = { options: leaf.opts(), command: leaf };
    });
  }
  const command = leavesOf(root).find((leaf) => wordsOf(leaf).join(" ") === words.join(" "))!;
  const operands = command.registeredArguments.map((argument) => argument.argChoices?.[0] ?? "x");
  root.parse([...words, ...operands, ...flags], { from: "user" });
  return heard!;
}

/** Required options are given, so that each case is about one option alone. */
const required = (command: Command, but: Option): string[] =>
  command.options
    .filter((option) => option.mandatory && option !== but)
    .flatMap((option) => [option.long!, sampleOf(option)]);

const sampleOf = (option: Option): string =>
  option.argChoices?.[0] ?? SAMPLE[option.long!] ?? "title=a";

const CASES = leavesOf(buildProgram()).flatMap((command) =>
  command.options.map((option) => ({
    words: wordsOf(command),
    command,
    option,
    name: `${wordsOf(command).join(" ")} ${option.long}`,
  })),
);

afterEach(() => vi.unstubAllEnvs());

describe("every option of every command by its environment variable", () => {
  it("there are commands with options", () => {
    expect(CASES.length).toBeGreaterThan(50);
  });

  it.each(CASES)("$name", ({ words, command, option }) => {
    const variable = `HEARTHGRID_${option.long!.slice(2).replace(/-/g, "_").toUpperCase()}`;
    const takesValue = option.required || option.optional;
    const others = required(command, option);
    const value = takesValue ? sampleOf(option) : "1";
    const byFlag = optionsOf(words, [...others, option.long!, ...(takesValue ? [value] : [])], {});
    const byVariable = optionsOf(words, others, { [variable]: value });
    expect(byVariable.options).toEqual(byFlag.options);
    expect(byVariable.command.getOptionValueSource(option.attributeName())).toBe("env");
    expect(byFlag.options).not.toEqual(
      // What it would be without: an option that changes nothing would pass the line above.
      option.mandatory ? {} : optionsOf(words, others, { [variable]: "" }).options,
    );
  });
});

describe("what a variable says", () => {
  const demo = (env: Record<string, string>, ...flags: string[]) =>
    optionsOf(["start"], flags, env).options["demo"];

  it.each(["1", "true", "YES", "on"])("HEARTHGRID_DEMO=%s asks for it", (text) => {
    expect(demo({ HEARTHGRID_DEMO: text })).toBe(true);
  });
  it.each(["0", "false", "No", "off"])("HEARTHGRID_DEMO=%s is --no-demo", (text) => {
    expect(demo({ HEARTHGRID_DEMO: text })).toBe(false);
  });
  it("HEARTHGRID_NO_DEMO=1 is --no-demo, and =0 asks for nothing", () => {
    expect(demo({ HEARTHGRID_NO_DEMO: "1" })).toBe(false);
    expect(demo({ HEARTHGRID_NO_DEMO: "0" })).toBeUndefined();
  });
  it("a flag is stronger than the variable", () => {
    expect(demo({ HEARTHGRID_NO_DEMO: "1" }, "--demo")).toBe(true);
    expect(optionsOf(["start"], ["--port", "1"], { HEARTHGRID_PORT: "2" }).options["port"]).toBe(1);
  });
  it("a switch that is neither yes nor no is refused by the variable's name", () => {
    expect(() => demo({ HEARTHGRID_DEMO: "perhaps" })).toThrow(/HEARTHGRID_DEMO=perhaps/);
  });
  it("a wrong value is refused by the variable's name", () => {
    expect(() => optionsOf(["start"], [], { HEARTHGRID_PORT: "70000" })).toThrow(
      /HEARTHGRID_PORT.*0 to 65535/,
    );
  });
  it("lists are written with commas, or with lines where an entry holds one", () => {
    const set = (text: string) =>
      optionsOf(["import"], ["--county", "430102"], { HEARTHGRID_SET: text }).options["set"];
    expect(set("title=a,category=0603")).toEqual(["title=a", "category=0603"]);
    expect(set("title=a, b\ncategory=0603")).toEqual(["title=a, b", "category=0603"]);
  });
  it("a sentence of a command names the variable when the value came from there", () => {
    const { command } = optionsOf(["import"], ["--county", "430102"], { HEARTHGRID_CRS: "x" });
    expect(nameVariables("--crs: one of wgs84. See --county.", command)).toBe(
      "HEARTHGRID_CRS: one of wgs84. See --county.",
    );
  });
});
