import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passedOf, precedingWindow, windowOfLastYear } from "./earlier-window.js";
import { localClock } from "./local-clock.js";
import { minutesIn, sharedSpans, spansOfWeek, WEEK_MINUTES } from "./times-of-week.js";

const berlin = localClock("Europe/Berlin");
const days = (from: string, to: string) => ({
  from: berlin.midnight(from),
  to: berlin.midnight(to),
});
const HOUR = 3_600_000;

describe("earlier windows", () => {
  it("are as many local days before, though one of them has 23 hours", () => {
    // Clocks go forward on 29 March 2026.
    expect(precedingWindow(days("2026-03-30", "2026-04-06"), berlin)).toEqual(
      days("2026-03-23", "2026-03-30"),
    );
    const hours = { from: berlin.midnight("2026-03-30") + HOUR, to: berlin.midnight("2026-03-31") };
    expect(precedingWindow(hours, berlin)).toEqual({
      from: hours.from - 23 * HOUR,
      to: hours.from,
    });
  });

  it("of last year are the same days of the calendar, of a 29 February the 28th", () => {
    expect(windowOfLastYear(days("2026-10-20", "2026-11-03"), berlin)).toEqual(
      days("2025-10-20", "2025-11-03"),
    );
    expect(windowOfLastYear(days("2028-02-29", "2028-03-01"), berlin)).toEqual(
      days("2027-02-28", "2027-03-01"),
    );
  });

  it("of a window that is not over go as far as the clock has come, on the same hour", () => {
    const now = days("2026-10-20", "2026-11-03");
    const before = precedingWindow(now, berlin);
    // 26 October 2026 is the day after clocks went back: noon there is noon here.
    const noon = berlin.midnight("2026-10-27") + 12 * HOUR;
    expect(passedOf(before, now, noon, berlin)).toEqual({
      from: before.from,
      to: berlin.midnight("2026-10-13") + 12 * HOUR,
    });
    expect(passedOf(before, now, now.to + 1, berlin)).toEqual(before);
    expect(passedOf(before, now, now.from - 1, berlin).to).toBe(before.from);
  });
});

describe("times of the week", () => {
  it("Friday and Saturday nights are the nights that begin then; Sunday's ends on Monday", () => {
    const night = { from: "22:00", to: "06:00" };
    expect(spansOfWeek([{ weekdays: [5, 6], ...night }])).toEqual([
      [4 * 1440 + 1320, 5 * 1440 + 360],
      [5 * 1440 + 1320, 6 * 1440 + 360],
    ]);
    expect(spansOfWeek([{ weekdays: [7], ...night }])).toEqual([
      [0, 360],
      [6 * 1440 + 1320, WEEK_MINUTES],
    ]);
    expect(spansOfWeek([{ from: "08:00", to: "08:00" }])).toEqual([[0, WEEK_MINUTES]]);
    expect(() => spansOfWeek([{ from: "8", to: "9" }])).toThrow(RangeError);
  });

  it("hold, and share, just the minutes that each holds by itself", () => {
    const time = fc.integer({ min: 0, max: 95 }).map((q) => {
      const two = (n: number) => String(n).padStart(2, "0");
      return `${two(Math.floor(q / 4))}:${two((q % 4) * 15)}`;
    });
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    const times = fc.array(fc.record({ weekdays, from: time, to: time }), {
      minLength: 1,
      maxLength: 4,
    });
    const holds = (all: { weekdays: number[]; from: string; to: string }[], minute: number) =>
      all.some(({ weekdays: on, from, to }) => {
        const day = 1 + Math.floor(minute / 1440);
        const at = new Date((minute % 1440) * 60_000).toISOString().slice(11, 16);
        const before = day === 1 ? 7 : day - 1;
        return from < to
          ? on.includes(day) && at >= from && at < to
          : (on.includes(day) && at >= from) || (on.includes(before) && at < to);
      });
    fc.assert(
      fc.property(times, times, (a, b) => {
        const [spansA, spansB] = [spansOfWeek(a), spansOfWeek(b)];
        const shared = sharedSpans(spansA, spansB);
        let inA = 0;
        for (let minute = 0; minute < WEEK_MINUTES; minute += 15) {
          const inside = (spans: typeof shared) =>
            spans.some(([from, to]) => minute >= from && minute < to);
          expect(inside(spansA)).toBe(holds(a, minute));
          expect(inside(shared)).toBe(holds(a, minute) && holds(b, minute));
          inA += holds(a, minute) ? 15 : 0;
        }
        expect(minutesIn(spansA)).toBe(inA);
      }),
      { seed: 9, numRuns: 30 },
    );
  });
});
