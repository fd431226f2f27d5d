import { type Chance, chanceOf, meanInterval } from "../../geo/hotspots/chance-range.js";
import type { StatTotal } from "../../schema/incident-stats.js";

/** What was counted before, by how much days differed, and how much longer now is than then. */
export interface Earlier {
  count: number;
  dispersion: number;
  ratio: number;
}

export const nothingKnown = { expected: null, low: null, high: null, p: null };

export const compared = (count: number, chance: Chance) => ({
  expected: chance.expected,
  low: chance.low,
  high: chance.high,
  p: chance.p(count),
});

/** A count with its interval, and what chance makes of what was counted before. */
export function totalOf(count: number, before: Earlier | null): StatTotal {
  const interval = meanInterval(count);
  if (!before) return { count, interval, dispersion: null, ...nothingKnown };
  const { dispersion, ratio } = before;
  const chance = chanceOf(before.count, { ratio, dispersion });
  return { count, interval, dispersion, ...compared(count, chance) };
}
