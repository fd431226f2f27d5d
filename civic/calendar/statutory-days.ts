import { addDays, type Day } from "../../geo/time/day.js";
import lunar from "./lunar-days.json" with { type: "json" };

export const STATUTORY_SOURCE = "全国年节及纪念日放假办法";

const FIXED = ["01-01", "05-01", "10-01", "10-02", "10-03"];

/**
 * The days that everybody has off by the State Council's regulation: 13 since 2025, 11 before (no
 * New Year's Eve of the lunar year, no second day in May). Which weekdays bridge them is told by a
 * yearly notice and cannot be worked out. `complete` is false beyond the table of lunar days.
 */
export function statutoryDays(year: number): { days: ReadonlySet<Day>; complete: boolean } {
  const inYear = (day: string): Day => `${year}-${day}`;
  const moving = (lunar.days as Record<string, string[]>)[year]?.map(inYear);
  const [spring] = moving ?? [];
  const days = [
    ...FIXED.map(inYear),
    ...(moving ?? []),
    ...(spring ? [addDays(spring, 1), addDays(spring, 2)] : []),
    ...(year >= 2025 ? [inYear("05-02"), ...(spring ? [addDays(spring, -1)] : [])] : []),
  ];
  return { days: new Set(days), complete: moving !== undefined };
}
