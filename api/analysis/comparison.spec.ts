import { describe, expect, it } from "vitest";
import { localClock } from "../../geo/time/local-clock.js";
import { Against } from "../../schema/incident-stats.js";
import type { Filter } from "../layers/filter.js";
import type { StatsQuestion } from "./asked-stats.js";
import { comparisonAsked } from "./comparison.js";

const NEW_YORK = localClock("America/New_York");
const at = (day: string) => new Date(NEW_YORK.midnight(day)).toISOString();
const days = (from: string, to: string) => ({ from: at(from), to: at(to) });
const ratio = (window: Filter, compare: NonNullable<StatsQuestion["compare"]>) =>
  comparisonAsked(window, compare, NEW_YORK)!.ratio;

describe("what was before is told as it was counted", () => {
  it("beside a leap year, and across the changes of the clocks", () => {
    const year = days("2017-01-01", "2018-01-01");
    expect(ratio(year, { against: Against.LAST_YEAR })).toBe(1);
    const spring = days("2017-03-13", "2017-04-10");
    expect(ratio(spring, { against: Against.PRECEDING })).toBe(1);
    expect(ratio(spring, days("2017-02-13", "2017-03-13"))).toBe(1);
  });

  it("but days of another number that somebody names are scaled by their number", () => {
    const fortnight = days("2017-03-06", "2017-03-20");
    expect(ratio(fortnight, days("2017-02-01", "2017-03-01"))).toBe(0.5);
  });
});
