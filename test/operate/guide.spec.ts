import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { buildProgram } from "../../api/cli/program.js";
import { SECRET_SETTINGS } from "../../api/core/settings.js";

const guide = readFileSync(new URL("../../docs/guides/operate-it.md", import.meta.url), "utf8");
const rows = guide
  .slice(guide.indexOf("## Settings"), guide.indexOf("**TLS to the database**"))
  .split("\n")
  .filter((line) => /^\| (`|\|)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const named = (column: number) =>
  rows.flatMap((row) => [...row[column]!.matchAll(/`([^`]+)`/g)].map((found) => found[1]!));

it("the guide's table of settings names exactly the options of start and their variables", () => {
  const start = buildProgram().commands.find((command) => command.name() === "start")!;
  const options = start.options;
  expect(named(1).sort()).toEqual(options.map((option) => option.long!).sort());
  expect(named(2).sort()).toEqual(
    [
      ...options.filter((o) => o.long !== "--print-config").map((option) => option.envVar!),
      ...SECRET_SETTINGS.map(({ variable }) => variable),
    ].sort(),
  );
});

it("and their defaults", () => {
  const start = buildProgram().commands.find((command) => command.name() === "start")!;
  for (const option of start.options.filter((o) => o.defaultValue !== undefined)) {
    const row = rows.find((cells) => cells[1]!.includes(`\`${option.long}\``))!;
    expect(`${option.long} ${row[3]!.replaceAll("none", "")}`).toBe(
      `${option.long} ${String(option.defaultValue)}`,
    );
  }
});
