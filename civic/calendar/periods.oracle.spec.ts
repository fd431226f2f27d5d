import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import lunar from "./lunar-days.json" with { type: "json" };
import { nationalCalendar } from "./national-calendar.js";
import { type PeriodUnit, period } from "./period.js";

/**
 * Written by testing/periods_oracle.py, which shares no code with this room: the notices typed
 * anew, the feasts from moon and sun, the days counted one by one.
 */
const lines = gunzipSync(readFileSync(new URL("testing/periods.oracle.txt.gz", import.meta.url)))
  .toString()
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

const none = (text: string) => (text === "-" ? null : text);

describe("against an oracle of moon, sun and counted fingers", () => {
  it("the table of lunar days is that of the sky, 2000 to 2099", () => {
    const feasts = lines.filter(([kind]) => kind === "feasts");
    expect(feasts).toHaveLength(100);
    expect(Object.fromEntries(feasts.map(([, year, ...days]) => [year, days]))).toEqual(lunar.days);
  });

  it("10,000 random periods end on the same days, with the same years unknown", () => {
    const calendar = nationalCalendar();
    const periods = lines.filter(([kind]) => kind !== "feasts");
    expect(periods).toHaveLength(10_000);
    const others = periods.filter(([from, n, unit, nominal, deadline, adviseBy, unknown]) => {
      const start = from!.includes("T") ? new Date(from!) : from!;
      const found = period(start, { n: Number(n), unit: unit as PeriodUnit }, calendar);
      return (
        found.nominal !== none(nominal!) ||
        found.deadline !== deadline ||
        found.adviseBy !== none(adviseBy!) ||
        (found.unknownYears.join(",") || "-") !== unknown
      );
    });
    expect(others.slice(0, 5)).toEqual([]);
  });
});
