import {
  passedOf,
  precedingWindow,
  type Window,
  windowOfLastYear,
} from "../../geo/time/earlier-window.js";
import { type LocalClock, localClock } from "../../geo/time/local-clock.js";
import { Against, type CountedWindow } from "../../schema/incident-stats.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import type { StatsQuestion } from "./asked-stats.js";

/**
 * Two windows of a comparison, each as far as the clock has come. `ratio`: what the second is to be
 * scaled by; 1 but for a window of its own length that somebody named.
 */
export interface Comparison {
  now: Window;
  before: Window;
  ratio: number;
}

/** What has passed is told to the minute: a question asked again within one is the same. */
const MINUTE = 60_000;

export function windowAsked({ from, to }: Filter): Window | null {
  return from == null || to == null ? null : { from: Date.parse(from), to: Date.parse(to) };
}

export const shown = ({ from, to }: Window): CountedWindow => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** The clock of the county that is asked about; of several, of the first. */
export async function clockFor(context: Context, { filter }: { filter: Filter }) {
  const { counties } = context.access(layerOf("incidents"));
  const all = await context.services.counties.all();
  const county = filter.area?.county ?? counties[0];
  return localClock(all.find((c) => c.id === county)?.timeZone ?? "UTC");
}

/** Milliseconds by the clock on the wall: a day of 23 hours is a day. */
const wallTime = ({ from, to }: Window, clock: LocalClock): number =>
  to + clock.offsetAt(to) - (from + clock.offsetAt(from));

/** Null where nothing is to be compared. */
export function comparisonAsked(
  filter: Filter,
  compare: StatsQuestion["compare"],
  clock: LocalClock,
  at = Date.now(),
): Comparison | null {
  if (!compare) return null;
  const { against, from, to } = compare;
  const isWindow = from != null && to != null;
  if ((against == null) !== isWindow || (against != null && (from ?? to) != null))
    throw badInput("compare", "compare: give against, or from and to.");
  const asked = windowAsked(filter);
  if (!asked)
    throw badInput("compare", "compare: say filter.from and filter.to, which is compared.");
  if (asked.from >= asked.to)
    throw badInput("filter.to", "filter.to: must lie after filter.from to be compared.");
  const now = Math.floor(at / MINUTE) * MINUTE;
  const earlier = isWindow
    ? { from: Date.parse(from), to: Date.parse(to) }
    : against === Against.LAST_YEAR
      ? windowOfLastYear(asked, clock)
      : precedingWindow(asked, clock);
  if (earlier.from >= earlier.to)
    throw badInput("compare.to", "compare.to: must lie after compare.from.");
  // A window that somebody names is compared whole, scaled to what has passed of the other.
  const before = isWindow ? earlier : passedOf(earlier, asked, now, clock);
  const passed = { from: asked.from, to: Math.max(asked.from, Math.min(asked.to, now)) };
  if (passed.to === passed.from)
    throw new Refusal("BAD_USER_INPUT", "compare: nothing of this window has passed yet.", {
      field: "compare",
      said: { code: "nothing-passed", params: {} },
    });
  return {
    now: passed,
    before,
    // As many days are compared as they are, whatever the clocks or the calendar did meanwhile:
    // what was before is what was counted, not 0.3 % less of it for a leap day.
    ratio: isWindow ? wallTime(passed, clock) / wallTime(before, clock) : 1,
  };
}
