import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { monteCarlo } from "../../../geo/random.js";
import { buildProgram } from "../program.js";

const folder = mkdtempSync(join(tmpdir(), "hotspots-points-"));
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
    ((text: string, done?: () => void) => {
      said[stream] += text;
      done?.();
      return true;
    }) as typeof process.stdout.write;
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(catching("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(catching("err")),
  ];
  const file = write("points.csv", csv);
  await buildProgram().parseAsync(["hotspots", "points", file, ...args], { from: "user" });
  for (const spy of spies) spy.mockRestore();
  return { code: Number(process.exitCode ?? 0), ...said };
}

interface Cell {
  q: number;
  r: number;
  count: number;
  own: boolean;
  value: number;
  z: number | null;
  p: number | null;
  fdr: number | null;
  bin: number;
  stable?: boolean;
}

/** A knot of incidents of one street among others, and one default place of seven. */
function town(): string {
  const random = monteCarlo(11);
  const rows = Array.from({ length: 300 }, (_, i) =>
    i % 3
      ? [random.uniform() * 4000, random.uniform() * 4000, `s${i % 40}`]
      : [1000 + random.normal() * 120, 1000 + random.normal() * 120, "s1"],
  );
  for (let i = 0; i < 7; i++) rows.push([3000, 3000, i % 2 ? `s${i}` : ""]);
  return ["id,x,y,street", ...rows.map((row, i) => `i${i},${row.join(",")}`)].join("\n");
}

const SQUARE = JSON.stringify({
  type: "Polygon",
  coordinates: [
    [
      [-500, -500],
      [4500, -500],
      [4500, 4500],
      [-500, 4500],
      [-500, -500],
    ],
  ],
});

describe("hearthgrid hotspots points", () => {
  it("counts each incident in one cell, tells q by Benjamini and Hochberg, and finds defaults", async () => {
    const mask = write("mask.geojson", SQUARE);
    const { code, out } = await run(
      town(),
      "--planar",
      "--cell",
      "150",
      "--mask",
      mask,
      "--stable",
    );
    expect(code).toBe(0);
    const { n, cells, places, computed } = JSON.parse(out) as {
      n: number;
      cells: Cell[];
      places: { share: number; list: object[] };
      computed: { n: number; mask: string };
    };
    expect([n, computed.n]).toEqual([cells.length, cells.length]);
    expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(307);
    for (const { own, count, value } of cells) expect([own, value]).toEqual([count > 0, count]);
    const rising = cells.filter(({ p }) => p !== null).sort((a, b) => b.p! - a.p!);
    let least = 1;
    rising.forEach((cell, k) => {
      least = Math.min(least, (cell.p! * n) / (n - k));
      expect(cell.fdr).toBeCloseTo(least, 12);
      const bins = [0.1, 0.05, 0.01].filter((level) => cell.fdr! <= level).length;
      expect(cell.bin).toBe(bins * Math.sign(cell.z!) || 0);
    });
    const hot = cells.filter(({ bin }) => bin > 0);
    expect(hot.some(({ stable, own }) => stable && own)).toBe(true);
    expect(hot.some(({ own }) => !own)).toBe(true);
    expect(places).toEqual({
      share: 7 / 307,
      list: [{ x: 3000, y: 3000, incidents: 7, streets: 3 }],
    });
    const without = JSON.parse(
      (await run(town(), "--planar", "--cell", "250", "--exclude-default-places")).out,
    );
    expect(without.cells.reduce((sum: number, { count }: Cell) => sum + count, 0)).toBe(300);
    expect(without.places.list).toHaveLength(1);
  });

  it("takes degrees, and a river between neighbours", async () => {
    const random = monteCarlo(5);
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${i},${107 + random.uniform() * 0.02},${29 + random.uniform() * 0.02}`,
    );
    const river = write(
      "river.geojson",
      '{"type":"LineString","coordinates":[[106.9,29.01],[107.1,29.01]]}',
    );
    const of = async (...more: string[]) =>
      JSON.parse((await run(["id,x,y", ...rows].join("\n"), "--cell", "200", ...more)).out);
    const [open, parted] = [await of(), await of("--barriers", river)];
    expect(parted.computed.barredPairs).toBeGreaterThan(5);
    expect(parted.computed.meanNeighbours).toBeLessThan(open.computed.meanNeighbours);
    expect(open.places).toMatchObject({ share: null, list: [] });
  });

  it("says in one line what is wrong with its input", async () => {
    for (const [csv, args, said] of [
      ["id,x\n1,2\n", [], /points\.csv: header: there is no column 'y'/],
      ["id,x,y\n", ["--planar"], /has a header and no row/],
      ["id,x,y\n1,2,\n", ["--planar"], /row 1, y: is empty/],
      ["id,x,y\n1,200,3\n", [], /row 1, x: 200 is not a longitude; give --planar/],
      ["id,x,y\n1,2,3\n1,4,5\n", ["--planar"], /row 2, id: '1' is already the id of row 1/],
      ["id,x,y\n1,2,3\n", ["--planar", "--cell", "0"], /--cell is a number of metres above zero/],
      [
        "id,x,y\n1,0,0\n2,90000,90000\n",
        ["--planar", "--cell", "0.1"],
        /--cell 0.1: makes \d+ cells/,
      ],
      ["id,x,y\n1,2,3\n2,2,3\n", ["--planar"], /too few places to suggest a cell/],
    ] as const) {
      const { code, out, err } = await run(csv, ...args);
      expect([code, out], csv).toEqual([2, ""]);
      expect(err).toMatch(said);
      expect(err.trim().split("\n")).toHaveLength(1);
      process.exitCode = undefined;
    }
  });

  it("has no values of coincident incidents, with the reason", async () => {
    const same = Array.from({ length: 30 }, (_, i) => `${i},5,5,a`).join("\n");
    const { out } = await run(`id,x,y,street\n${same}\n`, "--planar", "--cell", "100");
    const { cells } = JSON.parse(out);
    for (const cell of cells)
      expect(cell).toMatchObject({ z: null, bin: 0, reason: "all points lie on one place" });
  });
});
