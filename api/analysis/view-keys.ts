import { addDays, addMonths, type Day } from "../../geo/time/day.js";
import type { Window } from "../../geo/time/earlier-window.js";
import type { LocalClock } from "../../geo/time/local-clock.js";
import { CountBy } from "../../schema/inputs.js";
import type { Comparison } from "./comparison.js";
import { GROUP_LIMIT } from "./stats.queries.js";

export interface Group {
  key: string;
  label: string | null;
  n: number;
}

/** How many groups a view of a clock has, and the first. */
const CLOCKS: Partial<Record<CountBy, { first: number; groups: number }>> = {
  [CountBy.WEEKDAY]: { first: 1, groups: 7 },
  [CountBy.HOUR]: { first: 0, groups: 24 },
  [CountBy.HOUR_OF_WEEK]: { first: 0, groups: 168 },
};

const isDated = (by: CountBy) => by === CountBy.DAY || by === CountBy.MONTH;
const next = (by: CountBy, key: string): string =>
  by === CountBy.DAY ? addDays(key, 1) : addMonths(`${key}-01`, 1).slice(0, 7);
const keyOfDay = (by: CountBy, day: Day): string => (by === CountBy.DAY ? day : day.slice(0, 7));

/** Days or months of a window; without one, between the first and the last that were found. */
function datedKeys(
  by: CountBy,
  found: readonly string[],
  window: Window | null,
  clock: LocalClock,
): string[] {
  const sorted = [...found].sort();
  const first = window ? keyOfDay(by, clock.dayAt(window.from)) : sorted[0];
  const last = window ? keyOfDay(by, clock.dayAt(window.to - 1)) : sorted.at(-1);
  if (first === undefined || last === undefined) return sorted;
  const keys: string[] = [];
  for (let key = first; key <= last && keys.length < GROUP_LIMIT; key = next(by, key))
    keys.push(key);
  return keys;
}

/** Groups as they are answered: of times all, in their order; of others those found, largest first. */
export function inOrder(
  by: CountBy,
  groups: ReadonlyMap<string, { label: string | null; n: number }>,
  window: Window | null,
  clock: LocalClock,
): Group[] {
  const keys = CLOCKS[by]
    ? Array.from({ length: CLOCKS[by].groups }, (_, i) => String(CLOCKS[by]!.first + i))
    : isDated(by)
      ? datedKeys(by, [...groups.keys()], window, clock)
      : [...groups.keys()];
  return keys.map((key) => ({ key, ...(groups.get(key) ?? { label: null, n: 0 }) }));
}

/**
 * Which group of the earlier time one is compared with: of a day or month the one that is as far
 * from its beginning, of anything else the same.
 */
export function earlierKeys(
  by: CountBy,
  { now, before }: Comparison,
  clock: LocalClock,
): (key: string) => string | null {
  if (!isDated(by)) return (key) => key;
  const nows = datedKeys(by, [], now, clock);
  const befores = datedKeys(by, [], before, clock);
  const pairs = new Map(nows.map((key, i) => [key, befores[i] ?? null]));
  return (key) => pairs.get(key) ?? null;
}
