import { describe, expect, it } from "vitest";
import { nationalCalendar, OFFICIAL_DAYS } from "./national-calendar.js";
import { endOf, type PeriodUnit, period } from "./period.js";
import vectors from "./periods.vectors.json" with { type: "json" };
import { workingCalendar } from "./working-day.js";

const calendar = nationalCalendar();
const days = (n: number) => ({ n, unit: "day" as const });
const start = (from: string) => (from.includes("T") ? new Date(from) : from);

describe("legal periods", () => {
  it.each(vectors)("$n $unit from $from end on $deadline: $why", (vector) => {
    const { from, n, unit, why, ...expected } = vector;
    const found = period(start(from), { n, unit: unit as PeriodUnit }, calendar);
    expect(found).toMatchObject(expected);
    expect(found.warnings).toHaveLength(expected.unknownYears.length);
  });

  it("name whose rule decided, and no rule that did not", () => {
    const { sources } = period("2026-01-16", days(30), calendar);
    expect(sources).toEqual([
      expect.stringContaining("第201条"),
      expect.stringContaining("第203条"),
      "国务院办公厅关于2026年部分节假日安排的通知 2025-11-04",
    ]);
    expect(period("2026-01-05", days(30), calendar).sources).toHaveLength(1);
    expect(period("2026-01-05", { n: 1, unit: "month" }, calendar).sources[1]).toContain("202");
    expect(period("2026-12-02", days(30), calendar).sources).toContain("全国年节及纪念日放假办法");
  });

  it("count by rows that were loaded later, and then without a warning", () => {
    const rows = [...OFFICIAL_DAYS, { day: "2027-01-04", kind: "holiday" as const, source: "x" }];
    const loaded = workingCalendar(rows, { timeZone: "Asia/Shanghai", statutory: true });
    // A row says all of its year: 1 January 2027, a Friday, has none.
    expect(period("2026-12-02", days(30), loaded)).toMatchObject({
      deadline: "2027-01-01",
      warnings: [],
    });
    expect(period("2026-12-05", days(30), loaded)).toMatchObject({ deadline: "2027-01-05" });
  });

  it("do not take a year for known because the next year's notice begins in it", () => {
    const rows = [{ day: "2026-12-31", kind: "holiday" as const, source: "notice of 2027" }];
    const calendar = workingCalendar(rows, { timeZone: "Asia/Shanghai", statutory: true });
    expect(period("2026-12-01", days(30), calendar)).toMatchObject({
      nominal: "2026-12-31",
      deadline: "2027-01-04",
      unknownYears: [2026, 2027],
    });
  });

  it("do not take a year for known because a county has a day off of its own", () => {
    const rows = [{ day: "2027-03-08", kind: "local" as const, source: "county rule 4" }];
    const calendar = workingCalendar(rows, { timeZone: "Asia/Shanghai", statutory: true });
    expect(period("2027-03-01", days(7), calendar)).toMatchObject({
      deadline: "2027-03-09",
      unknownYears: [2027],
      sources: expect.arrayContaining(["county rule 4"]),
    });
  });

  it("know 13 statutory days of a year since 2025 and 11 of one before, and none where no law says", () => {
    const rested = (year: number, statutory: boolean) => {
      const calendar = workingCalendar([], { timeZone: "Asia/Shanghai", statutory });
      const start = Date.UTC(year, 0, 1);
      return Array.from({ length: 365 }, (_, n) => new Date(start + n * 86_400_000))
        .map((at) => at.toISOString().slice(0, 10))
        .filter((day) => calendar.kindOf(day).source !== null);
    };
    expect(rested(2027, true)).toEqual([
      ...["2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05"],
      ...["2027-05-01", "2027-05-02", "2027-06-09", "2027-09-15"],
      ...["2027-10-01", "2027-10-02", "2027-10-03"],
    ]);
    expect(rested(2025, true)).toHaveLength(13);
    expect(rested(2023, true)).toHaveLength(11);
    expect(rested(2027, false)).toEqual([]);
  });

  it("run out at the county's midnight, and in hours at once", () => {
    expect(endOf(period("2026-01-05", days(30), calendar), calendar)).toBe(
      Date.parse("2026-02-05T00:00+08:00"),
    );
    const hours = period(new Date("2026-02-14T23:30+08:00"), { n: 2, unit: "hour" }, calendar);
    expect(endOf(hours, calendar)).toBe(Date.parse("2026-02-15T01:30+08:00"));
    const berlin = workingCalendar([], { timeZone: "Europe/Berlin", statutory: false });
    // 29 March 2026 has 23 hours there.
    const from = new Date("2026-03-28T23:30+01:00");
    expect(endOf(period(from, days(1), berlin), berlin)).toBe(Date.parse("2026-03-31T00:00+02:00"));
    expect(endOf(period(from, { n: 24, unit: "hour" }, berlin), berlin)).toBe(
      Date.parse("2026-03-30T00:30+02:00"),
    );
  });

  it("leave out the days of a pause, of days, working days and months", () => {
    const paused = (n: number, unit: PeriodUnit) =>
      period("2026-03-02", { n, unit }, calendar, [["2026-03-05", "2026-03-10"]]);
    expect(paused(5, "day")).toMatchObject({ nominal: "2026-03-13" });
    expect(paused(2, "day")).toMatchObject({ nominal: "2026-03-04" });
    expect(paused(3, "workingDay")).toMatchObject({ deadline: "2026-03-11" });
    expect(paused(1, "month")).toMatchObject({ nominal: "2026-04-08" });
  });

  it("refuse what is no period: none, half a day, hours from a day, a calendar of rest alone", () => {
    expect(() => period("2026-01-05", days(0), calendar)).toThrow(RangeError);
    expect(() => period("2026-01-05", days(1.5), calendar)).toThrow(RangeError);
    expect(() => period("2026-01-05", { n: 1, unit: "hour" }, calendar)).toThrow(RangeError);
    const never = { ...calendar, kindOf: () => ({ rest: true, source: null, known: true }) };
    expect(() => period("2026-01-05", days(1), never)).toThrow(/rests 60 days/);
    expect(() => period("2026-01-05", { n: 1, unit: "workingDay" }, never)).toThrow(/rests 60/);
  });
});
