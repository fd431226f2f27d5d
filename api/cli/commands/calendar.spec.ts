import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { buildProgram } from "../program.js";

const folder = mkdtempSync(join(tmpdir(), "calendar-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function period(...args: string[]) {
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  await buildProgram().parseAsync(["node", "hearthgrid", "calendar", "period", ...args]);
  return JSON.parse(out) as Record<string, unknown>;
}

function holidays(text: string): string {
  const file = join(folder, "holidays.csv");
  writeFileSync(file, text);
  return file;
}

describe("calendar period", () => {
  it("prints what the contract says, and nothing else", async () => {
    expect(await period("--from", "2026-01-16", "--days", "30")).toEqual({
      nominal: "2026-02-15",
      deadline: "2026-02-24",
      adviseBy: "2026-02-14",
      warnings: [],
      sources: expect.arrayContaining([expect.stringContaining("第201条")]),
    });
  });

  it("reads a moment by the zone's day, with an offset and without", async () => {
    const from = (at: string, ...zone: string[]) => period("--from", at, "--days", "30", ...zone);
    expect(await from("2026-03-01T23:59+08")).toMatchObject({ nominal: "2026-03-31" });
    expect(await from("2026-03-02T00:01+08")).toMatchObject({ nominal: "2026-04-01" });
    expect(await from("2026-03-01T23:59")).toMatchObject({ nominal: "2026-03-31" });
    expect(await from("2026-03-02T00:01+08", "--time-zone", "Europe/Berlin")).toMatchObject({
      nominal: "2026-03-31",
    });
  });

  it("counts by the rows of a file alone, in either way of writing a kind", async () => {
    const file = holidays(
      "day,kind,source\n2026/3/9,休,county rule 1\n2026-03-14,班,county rule 2\n",
    );
    const counted = (n: string) =>
      period("--from", "2026-03-06", "--working-days", n, "--holidays", file);
    expect(await counted("1")).toMatchObject({ deadline: "2026-03-10", warnings: [] });
    expect(await counted("5")).toMatchObject({
      deadline: "2026-03-14",
      sources: expect.arrayContaining(["county rule 1", "county rule 2"]),
    });
    expect(
      await period("--from", "2027-03-06", "--working-days", "1", "--holidays", file),
    ).toMatchObject({ warnings: [expect.stringContaining("2027")] });
  });

  it.each([
    [["--from", "2026-02-30", "--days", "3"], /--from '2026-02-30'/],
    [["--from", "2026-02-03"], /one of --days/],
    [["--from", "2026-02-03", "--days", "3", "--years", "1"], /one of --days/],
    [["--from", "2026-02-03", "--days", "0"], /--days is a whole number from 1/],
    [["--from", "2026-02-03", "--months", "1.5"], /--months is a whole number/],
    [["--from", "2026-02-03", "--days", "3", "--time-zone", "Mars/Base"], /no such time zone/],
    [["--from", "2026-02-03", "--days", "3", "--holidays", "no.csv"], /no such file/],
  ])("refuses %j, naming the field", async (args, sentence) => {
    await expect(period(...args)).rejects.toMatchObject({
      message: expect.stringMatching(sentence),
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  it.each([
    ["day,source\n2026-02-03,x\n", /header: there is no column 'kind'/],
    ["day,kind,source\n2026-02-03,holiday,x\n2026-02-30,holiday,x\n", /row 2, day: '2026-02-30'/],
    ["day,kind,source\n2026-02-03,off,x\n", /row 1, kind: 'off' is neither/],
    ["day,kind,source\n2026-02-03,holiday,x\n20260203,workday,x\n", /row 2, day: .* twice/],
  ])("refuses a file whole for one wrong row: %j", async (text, sentence) => {
    const file = holidays(text);
    await expect(period("--from", "2026-02-03", "--days", "3", "--holidays", file)).rejects.toThrow(
      sentence,
    );
  });
});
