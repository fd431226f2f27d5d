import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { registerHotspots } from "./hotspots.js";

const folder = mkdtempSync(join(tmpdir(), "hotspots-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** Runs the command in this process with its streams caught. */
async function run(
  csv: string | null,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const file = join(folder, "cells.csv");
  if (csv === null) rmSync(file, { force: true });
  else writeFileSync(file, csv);
  let out = "",
    err = "";
  const catcher = (add: (text: string) => void) =>
    ((text: string, done?: () => void) => {
      add(text);
      done?.();
      return true;
    }) as typeof process.stdout.write;
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(
      catcher((t) => {
        out += t;
      }),
    ),
    vi.spyOn(process.stderr, "write").mockImplementation(
      catcher((t) => {
        err += t;
      }),
    ),
  ];
  const program = new Command();
  registerHotspots(program);
  await program.parseAsync(["hotspots", file, ...args], { from: "user" });
  spies.forEach((spy) => spy.mockRestore());
  return { code: Number(process.exitCode ?? 0), out, err };
}

const three = "id,x,y,value\nA,0,0,1\nB,100,0,5\nC,200,0,2\n";

describe("hearthgrid hotspots", () => {
  it("prints one JSON object; what does not exist is null with a reason", async () => {
    const { code, out } = await run(
        `\ufeff${three.replaceAll("\n", "\r\n")}`,
        "--planar",
        "--band",
        "100",
      ),
      answer = JSON.parse(out);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ n: 3, statistic: "gi-star" });
    expect(answer.cells[0].z).toBeCloseTo(0.3922322702763681, 12);
    expect(answer.cells[1]).toEqual({
      id: "B",
      value: 5,
      z: null,
      p: null,
      q: null,
      bin: 0,
      reason: expect.stringContaining("whole map"),
    });
  });
  it("reads degrees unless told otherwise", async () => {
    // 0.001 degrees of longitude at 30 N are 96.5 m.
    const csv = "id,x,y,value\nA,107.000,30,1\nB,107.001,30,5\nC,107.002,30,2\nD,107.003,30,2\n";
    expect(JSON.parse((await run(csv, "--band", "97")).out).computed.meanNeighbours).toBe(1.5);
    expect(JSON.parse((await run(csv, "--band", "96")).out).computed.meanNeighbours).toBe(0);
  });
  it("has i and quadrant for Moran, rates with a population", async () => {
    const moran = JSON.parse(
      (
        await run(
          `${three}D,300,0,9\n`,
          "--planar",
          "--band",
          "100",
          "--statistic",
          "moran",
          "--style",
          "w",
        )
      ).out,
    );
    expect(moran.cells[3]).toMatchObject({ quadrant: "HL" });
    expect(Object.keys(moran.cells[0])).toEqual(expect.arrayContaining(["i", "quadrant"]));
    const rates = JSON.parse(
      (
        await run(
          "id,x,y,value,population\nA,0,0,3,100\nB,10,0,3,10\nC,20,0,1,\nD,30,0,0,50\n",
          "--planar",
          "--band",
          "25",
        )
      ).out,
    );
    expect(rates.cells[2]).toMatchObject({
      population: null,
      rate: null,
      z: null,
      reason: expect.stringContaining("denominator"),
    });
    expect(rates.computed.n).toBe(3);
    expect(rates.computed.warnings).toContainEqual({
      code: "few-cells",
      text: expect.stringMatching(/^3 cells: below 30/),
    });
  });
  it("reads what an import reads: other separators, marks, blank rows, GB 18030", async () => {
    const read = async (text: string) =>
      JSON.parse((await run(text, "--planar", "--band", "100")).out).cells.map(
        (c: { id: string; value: number }) => [c.id, c.value],
      );
    const plain = await read(three);
    for (const odd of [
      `\uFEFF${three.replaceAll(",", ";")}`,
      `sep=|\r\n${three.replaceAll(",", "|").replaceAll("\n", "\r\n")}`,
      `${three.replaceAll(",", "\t")}\t\t\t\n`,
    ])
      expect(await read(odd)).toEqual(plain);
  });
  it.each([
    ["no value column", "id,x,y\nA,0,0\n", [], "value"],
    ["text for a value", three.replace("5", "many"), [], "row 2, value"],
    ["an empty value", three.replace("0,5", "0,"), [], "value: is empty"],
    ["infinity", three.replace("0,5", "0,Infinity"), [], "'Infinity' is not a number"],
    ["an id twice", three.replace("B,", "A,"), [], "id: 'A' is already the id of row 1"],
    [
      "a field too many",
      three.replace("0,5", "0,5,6"),
      [],
      "row 2: has 5 cells where the header has 4",
    ],
    ["no rows", "id,x,y,value\n", [], "no row"],
    ["an empty file", "", [], "is empty"],
    ["no file", null, [], "no such file"],
    ["a wrong band", three, ["--band", "-3"], "--band"],
    ["a wrong level", three, ["--significance", "0.1,2"], "--significance"],
    ["a wrong statistic", three, ["--statistic", "gistar"], "--statistic"],
    ["a broken quote", 'id,x,y,value\n"A,0,0,1\n', [], "CSV"],
    ["a latitude of metres", "id,x,y,value\nA,0,4000,1\n", ["--degrees"], "not a latitude"],
  ])(
    "refuses %s with one line, exit 2 and nothing on standard output",
    async (_name, csv, args, says) => {
      const flags =
        args[0] === "--degrees"
          ? ["--band", "100"]
          : ["--planar", ...(args[0] === "--band" ? args : ["--band", "100", ...args])];
      const { code, out, err } = await run(csv, ...flags);
      expect([code, out]).toEqual([2, ""]);
      expect(err.trimEnd().split("\n").length).toBe(1);
      expect(err).toContain("cells.csv");
      expect(err).toContain(says);
    },
  );
});
