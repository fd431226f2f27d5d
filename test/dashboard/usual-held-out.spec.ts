import { expect, it } from "vitest";
import { generateCounty } from "../../db/demo/generate-county.js";
import { usualRange } from "../../geo/hotspots/usual-range.js";

const KNOWN_DAYS = 182;
const DAY_MS = 86_400_000;
const wallDay = (at: string) => Math.floor((Date.parse(at) + 8 * 3_600_000) / DAY_MS);

/** Counts a day of the demonstration county, its towns and its villages, three years of each. */
function series(): Map<string, Float64Array> {
  const county = generateCounty({ seed: 1, incidents: 50_000, today: "2026-10-01" });
  const townOf = new Map(county.villages.map((v) => [v.code, v.township_code]));
  const villageOf = new Map(county.grids.map((g) => [g.id, g.village_code]));
  const days = county.incidents.map((one) => wallDay(one.occurred_from));
  const first = days.reduce((a, b) => Math.min(a, b));
  const length = days.reduce((a, b) => Math.max(a, b)) - first + 1;
  const counts = new Map<string, Float64Array>();
  for (const [i, { grid_id: grid }] of county.incidents.entries()) {
    const village = grid && villageOf.get(grid);
    if (!village) continue;
    for (const area of ["county", `town ${townOf.get(village)}`, `village ${village}`]) {
      const known = counts.get(area) ?? new Float64Array(length);
      known[days[i]! - first]!++;
      counts.set(area, known);
    }
  }
  return counts;
}

/**
 * How often a range from the half year before held the day, and its width ÷ 10–90 % of the days.
 */
function heldOut(counts: Float64Array, step: number) {
  const days: number[] = [];
  let inside = 0,
    width = 0;
  for (let day = KNOWN_DAYS; day < counts.length; day += step) {
    const { low, high } = usualRange(counts.subarray(day - KNOWN_DAYS, day))!;
    const n = counts[day]!;
    days.push(n);
    if (n >= low && n <= high) inside++;
    width += high - low;
  }
  days.sort((a, b) => a - b);
  const at = (share: number) => days[Math.floor(share * (days.length - 1))]!;
  return {
    days: days.length,
    inside,
    width: width / days.length / Math.max(1, at(0.9) - at(0.1)),
  };
}

it("what is usual of a day holds 80 ± 3 of 100 days it was not made from, and is no wider than they are", () => {
  const kinds = new Map<string, ReturnType<typeof heldOut>[]>();
  for (const [area, counts] of series()) {
    const kind = area.split(" ")[0]!;
    kinds.set(kind, [...(kinds.get(kind) ?? []), heldOut(counts, kind === "village" ? 60 : 1)]);
  }
  let areaDays = 0;
  for (const [kind, areas] of kinds) {
    const days = areas.reduce((sum, one) => sum + one.days, 0);
    const inside = areas.reduce((sum, one) => sum + one.inside, 0);
    expect(Math.abs(inside / days - 0.8), `${kind}: ${inside} of ${days}`).toBeLessThan(0.03);
    const width = areas.reduce((sum, one) => sum + one.width, 0) / areas.length;
    expect(width, kind).toBeLessThan(1.2);
    areaDays += days;
  }
  expect(areaDays).toBeGreaterThan(3000);
});
