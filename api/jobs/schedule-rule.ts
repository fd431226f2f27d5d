import type { LocalClock } from "../../geo/time/local-clock.js";

/** When repeated work is due: each day at a time of the county's clocks, or every so many ms. */
export type ScheduleRule = { daily: string } | { everyMs: number };

const DAY_MS = 86_400_000;

export const ruleText = (rule: ScheduleRule): string =>
  "daily" in rule ? `daily ${rule.daily}` : `every ${rule.everyMs} ms`;

/**
 * The first moment after `after` at which the rule is due. A time that clocks set forward leave out
 * is due as much later; one that occurs twice is due the first time (RFC 5545, section 3.3.5): each
 * day has one, also those of 23 and 25 hours.
 */
export function nextTime(rule: ScheduleRule, after: number, clock: LocalClock): number {
  if ("everyMs" in rule) return (Math.floor(after / rule.everyMs) + 1) * rule.everyMs;
  const [hour, minute] = rule.daily.split(":").map(Number);
  const today = after + clock.offsetAt(after);
  // From the day before: what was left out of it may be due after its midnight.
  for (let day = today - DAY_MS; ; day += DAY_MS) {
    const date = new Date(day);
    const { at } = clock.moment({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: hour!,
      minute: minute!,
      second: 0,
      ms: 0,
    });
    if (at > after) return at;
  }
}
