import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { hourOfWeek, parseWallMinutes, wallMinutes } from "../time/wall-clock.js";
import { addAoristic, aoristicWeek } from "./aoristic.js";
import { dataClock } from "./data-clock.js";
import { knox } from "./knox.js";
import { drawsFor, nearRepeat } from "./near-repeat.js";
import { poissonUpperP } from "./poisson.js";
import { repeatPlaces } from "./repeat-places.js";
import { floats } from "./spec-data.js";

const at = (text: string) => parseWallMinutes(text) as number;
const hours = (from: string, to: string | null) => {
  const h = new Float64Array(168);
  addAoristic(h, at(from), to === null ? null : at(to));
  return [...h.entries()].filter(([, w]) => w > 0);
};

describe("clock time", () => {
  it("goes by the wall in the incident's zone, over daylight saving too", () => {
    expect(hourOfWeek(at("2016-01-01T20:00:00"))).toBe(5 * 24 + 20); // a Friday
    expect(hourOfWeek(at("1969-12-28T00:30"))).toBe(0); // a Sunday before the epoch
    expect(wallMinutes(new Date("2024-03-05T16:30:00Z"), "Asia/Shanghai")).toBe(
      at("2024-03-06T00:30"),
    );
    const once = wallMinutes(new Date("2024-11-03T05:30:00Z"), "America/New_York"),
      again = wallMinutes(new Date("2024-11-03T06:30:00Z"), "America/New_York");
    expect(once).toBe(again);
    for (const text of ["2016-02-30T10:00", "2016-01-01", "10:00", "2016-01-01T24:00"])
      expect(parseWallMinutes(text)).toBeNull();
  });
  it("fills the data clock, Sunday first", () => {
    const { table } = dataClock(
      floats([at("2016-01-03T00:10"), at("2016-01-03T00:59"), at("2016-01-09T23:00")]),
    );
    expect([table[0], table[167], table.reduce((a, b) => a + b)]).toEqual([2, 1, 3]);
  });
});

describe("aoristic weights", () => {
  it("share the minutes among the hours", () => {
    expect(hours("2016-01-01T20:00", "2016-01-02T04:00")).toEqual(
      [140, 141, 142, 143, 144, 145, 146, 147].map((h) => [h, 0.125]),
    );
    const [[a, first], [b, second]] = hours("2016-01-02T06:30", "2016-01-02T07:38");
    expect([a, b]).toEqual([150, 151]);
    expect(first).toBeCloseTo(30 / 68, 12);
    expect(second).toBeCloseTo(38 / 68, 12);
  });
  it("take the start where the end is unknown, earlier, or within a minute; a week is flat", () => {
    for (const to of [null, "2016-01-03T20:00", "2016-01-03T21:01", "2016-01-03T21:00"])
      expect(hours("2016-01-03T21:00", to)).toEqual([[21, 1]]);
    expect(new Set(hours("2016-01-03T21:00", "2016-01-10T21:00").map(([, w]) => w))).toEqual(
      new Set([1 / 168]),
    );
  });
  it("always add up to the number of incidents", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: -500, max: 20_000 })),
          { maxLength: 40 },
        ),
        (rows) => {
          const { hours: h, record } = aoristicWeek(
            floats(rows.map((r) => r[0])),
            floats(rows.map((r, i) => (i % 5 ? r[0] + r[1] : NaN))),
          );
          expect(h.reduce((a, b) => a + b, 0)).toBeCloseTo(rows.length, 8);
          expect(record.warnings.length).toBe(
            (record.parameters.endBeforeStart as number) > 0 ? 1 : 0,
          );
        },
      ),
      { seed: 2 },
    );
  });
});

/** 150 random incidents and a chain of near repeats. */
function incidents(
  seed: number,
  echo: number,
): { x: Float64Array; y: Float64Array; days: Float64Array } {
  const r = monteCarlo(seed),
    rows: number[][] = [];
  for (let i = 0; i < 150; i++) {
    const row = [r.uniform() * 3000, r.uniform() * 3000, r.below(365)];
    rows.push(row);
    if (r.uniform() < echo) rows.push([row[0] + 60 * r.uniform(), row[1], row[2] + 1 + r.below(5)]);
  }
  return {
    x: floats(rows.map((v) => v[0])),
    y: floats(rows.map((v) => v[1])),
    days: floats(rows.map((v) => v[2])),
  };
}

describe("Knox", () => {
  it("counts what a look at all pairs counts, bounds inclusive", () => {
    const { x, y, days } = incidents(3, 0.2),
      n = x.length;
    let both = 0,
      space = 0,
      time = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) {
        const s = Math.hypot(x[i] - x[j], y[i] - y[j]) <= 200,
          t = Math.abs(days[i] - days[j]) <= 7;
        if (s) space++;
        if (t) time++;
        if (s && t) both++;
      }
    const result = knox(x, y, days, { metres: 200, days: 7 }, { draws: 199, seed: 1 }).value;
    expect(result?.observed).toEqual([
      [both, space - both],
      [time - both, (n * (n - 1)) / 2 - space - time + both],
    ]);
    expect(result?.expected[0][0]).toBeCloseTo((space * time) / ((n * (n - 1)) / 2), 9);
    expect(result?.permutationP).toBeLessThan(0.02);
    expect(
      knox(floats([0, 100]), floats([0, 0]), floats([0, 5]), { metres: 100, days: 5 }).value?.pairs,
    ).toBe(1);
    expect(knox(floats([0]), floats([0]), floats([0]), { metres: 100, days: 5 }).reason).toBe(
      "few-points",
    );
  });
  it("has the Poisson upper tail, the observed count included", () => {
    const slow = (k: number, mean: number) => {
      let term = Math.exp(-mean),
        sum = 0;
      for (let j = 0; j < k; j++) {
        sum += term;
        term *= mean / (j + 1);
      }
      return 1 - sum;
    };
    for (const [k, mean] of [
      [13, 10.1438161],
      [14, 10.1438161],
      [3, 8],
      [1, 0.1],
      [40, 30],
    ])
      expect(poissonUpperP(k, mean)).toBeCloseTo(slow(k, mean), 11);
  });
});

describe("near repeat", () => {
  it("fills half-open bands as a look at all pairs does, in days, hours, seconds and less", () => {
    const second = 1 / 86_400;
    for (const fraction of [0, 0.25, 14 * second, Math.PI / 1000]) {
      const { x, y, days } = incidents(5, 0.4);
      // Pairs exactly on a bound: 100 m and 7 days belong to the next band.
      const xs = floats([...x, 9000, 9100, 9000]),
        ys = floats([...y, 0, 0, 0]),
        ts = floats([...days, 0, 7, 14]).map((t) => t + fraction * 0.5);
      ts[0] += fraction;
      const metres = [0, 1, 100, 200],
        span = [0, 7, 14],
        table =
          nearRepeat(xs, ys, ts, { metres: [100, 200], days: [7, 14], draws: 19 }).value ?? [];
      for (const cell of table) {
        let pairs = 0;
        for (let i = 0; i < xs.length; i++)
          for (let j = 0; j < i; j++) {
            const d = Math.hypot(xs[i] - xs[j], ys[i] - ys[j]),
              apart = Math.abs(ts[i] - ts[j]),
              t = fraction === 14 * second ? Math.round(apart / second) * second : apart;
            if (d >= cell.metres[0] && d < cell.metres[1] && t >= cell.days[0] && t < cell.days[1])
              pairs++;
          }
        expect(cell.pairs).toBe(pairs);
      }
      expect(table.map((c) => [...c.metres, ...c.days])).toEqual(
        [0, 1, 2].flatMap((m) =>
          [0, 1].map((t) => [metres[m], metres[m + 1], span[t], span[t + 1]]),
        ),
      );
    }
  });
  it("finds planted echoes, not chance, and the same p for the same seed", () => {
    const planted = incidents(7, 0.4),
      flat = incidents(8, 0),
      run = (d: typeof flat) => nearRepeat(d.x, d.y, d.days, { draws: 199, seed: 3 }).value ?? [];
    const first = run(planted).find((c) => c.metres[1] === 100 && c.days[1] === 7);
    expect(first?.p).toBe(1 / 200);
    expect(first?.ratio).toBeGreaterThan(3);
    expect(run(flat).filter((c) => c.p <= 0.01).length).toBeLessThanOrEqual(1);
    expect(run(planted)).toEqual(run(planted));
  });
  it("takes a household number for the same place, and has reasons", () => {
    const table = nearRepeat(floats([0, 300]), floats([0, 0]), floats([0, 3]), {
      place: Int32Array.of(4, 4),
      draws: 9,
    }).value;
    expect(table?.[0]).toMatchObject({ samePlace: true, pairs: 1 });
    expect(nearRepeat(floats([0, 9000]), floats([0, 0]), floats([0, 3])).reason).toBe("no-pairs");
    expect(nearRepeat(floats([]), floats([]), floats([])).reason).toBe("few-points");
    const heap = new Float64Array(4500); // 10,122,750 pairs on one place
    expect(nearRepeat(heap, heap, heap).reason).toBe("many-pairs");
  });

  it("shuffles fewer times where pairs are many, never under 399", () => {
    expect([1, 1e6, 2e6, 10e6, 1e9].map(drawsFor)).toEqual([999, 999, 500, 399, 399]);
  });
  it("counts repeat places by id, else by metre", () => {
    const { places, classes } = repeatPlaces(
      floats([0, 0.2, 50, 50, 50]),
      floats([0, 0, 0, 0, 0]),
      [null, null, "A", "A", "B"],
    );
    expect(places.map((p) => [p.place, p.incidents])).toEqual([
      ["0, 0", 2],
      ["A", 2],
    ]);
    expect(classes).toEqual([
      { incidents: 1, places: 1, share: 0.2 },
      { incidents: 2, places: 2, share: 0.8 },
    ]);
  });
});
