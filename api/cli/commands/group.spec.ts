import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { buildProgram } from "../program.js";

const folder = mkdtempSync(join(tmpdir(), "group-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = undefined;
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** Runs the command in this process with its streams caught. */
async function run(csv: string, ...args: string[]) {
  const said = { out: "", err: "" };
  const catching = (stream: "out" | "err") =>
    ((text: string) => {
      said[stream] += text;
      return true;
    }) as typeof process.stdout.write;
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(catching("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(catching("err")),
  ];
  const file = write("households.csv", csv);
  const flags = ["--planar", ...args];
  await buildProgram().parseAsync(["group", file, ...flags], { from: "user" });
  for (const spy of spies) spy.mockRestore();
  return { code: Number(process.exitCode ?? 0), ...said };
}

const HEADER = "id,x,y,lived_in,agreed,responders,building,stair,floor";
const street = (k: number, more: (i: number) => string = () => ",,,,,"): string =>
  [HEADER, ...Array.from({ length: k }, (_, i) => `h${i},${10 * i},0,${more(i)}`)].join("\n");
const QUICK = ["--iterations", "100"];

describe("hearthgrid group", () => {
  it("leaves out who is not there or did not agree, and says so by code", async () => {
    const csv = street(20, (i) => (i === 0 ? "false,,,,," : i === 1 ? "true,false,,,," : ",,2,,,"));
    const { out } = await run(csv, "--bound", ...QUICK);
    const answer = JSON.parse(out);
    expect(answer.exceptions.map((e: { id: string; code: string }) => [e.id, e.code])).toEqual([
      ["h0", "nobody-lives-here"],
      ["h1", "did-not-agree"],
    ]);
    expect(answer.groups.map((g: { responders: number }) => g.responders)).toEqual([18, 18]);
    expect(answer).toMatchObject({ boundIs: "exact", searchGap: 0, gap: 0, violations: 0 });
  });

  it("repairs the groups at present, with a reason for who is gone, and rings households", async () => {
    const csv = street(20);
    const made = JSON.parse((await run(csv, ...QUICK)).out);
    const rows = made.groups.flatMap((g: { id: string; members: string[] }) =>
      g.members.map((m) => `${m},${g.id}`),
    );
    const present = write("present.csv", ["id,group", ...rows, "gone,1"].join("\n"));
    const repaired = JSON.parse((await run(csv, "--present", present)).out);
    expect(repaired.changes).toEqual([
      { household: "gone", from: "1", to: null, code: "moved-away", reason: "Moved away." },
    ]);
    const rings = JSON.parse((await run(csv, "--rings")).out);
    expect(rings.rings.length).toBe(20);
    expect(rings.counts).toMatchObject({ rings: 20, answerersLeast: 9, answerersMost: 9 });
  });

  it.each([
    ["responders", street(8, () => ",,1.5,,,"), "row 2, field responders: 1.5 is not a whole"],
    ["lived_in", street(8, () => "perhaps,,,,,"), "row 2, field lived_in: perhaps is neither"],
    ["floor", street(8, () => ",,,b,1,up"), "row 2, field floor: up is not a number"],
  ])("refuses a wrong %s with row, field and reason", async (_, csv, sentence) => {
    const { code, out, err } = await run(csv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(sentence);
  });

  it("refuses ties of nobody, and options that exclude each other", async () => {
    const ties = write("ties.csv", "from,to\nh1,stranger");
    expect((await run(street(8), "--ties", ties)).err).toContain("stranger is no household");
    expect((await run(street(8), "--rings", "--bound")).err).toContain("--bound goes with");
    expect((await run(street(8), "--min-responders", "-1")).err).toContain("--min-responders");
  });
});
