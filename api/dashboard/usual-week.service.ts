import { addDays, numberOfDay, weekday } from "../../geo/time/day.js";
import { UsualState } from "../../schema/dashboard.js";
import type { UsualHour, UsualWeek } from "../../schema/dashboard-tiles.js";
import { CountBy } from "../../schema/inputs.js";
import { incidentStats } from "../analysis/incident-stats.service.js";
import type { Context } from "../core/context.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";
import { knownSince } from "./known-since.js";
import { asFilter, daysWindow } from "./windows.js";

const WEEKS_MOST = 26;
/** Fewer tell nothing of what is usual. */
const WEEKS_LEAST = 8;
const HOURS = 24;
const WEEK_HOURS = 7 * HOURS;
/** Of 168 hours one in a hundred is coloured by chance: 1.7 of them. */
const SURE = 0.01;

/** The hours of the week of the last 28 whole days, against those of up to half a year before. */
export async function usualWeek(
  context: Context,
  { area }: AreaArguments,
  now = Date.now(),
): Promise<UsualWeek> {
  const { clock } = await askedArea(context, area);
  const window = daysWindow(clock, now);
  const since = await knownSince(context, area);
  const days = Number.isFinite(since)
    ? numberOfDay(window.first) - numberOfDay(clock.dayAt(since))
    : 0;
  const weeks = Math.max(0, Math.min(WEEKS_MOST, Math.floor(days / 7)));
  const isKnown = weeks >= WEEKS_LEAST;
  const before = {
    from: clock.midnight(addDays(window.first, -7 * weeks)),
    to: window.from,
  };
  const { views } = await incidentStats(context, {
    filter: { ...(area ? { area } : {}), ...asFilter(window) },
    groupBy: [CountBy.HOUR_OF_WEEK],
    ...(isKnown ? { compare: asFilter(before) } : {}),
  });
  const counted = new Map(views[0]!.groups.map((group) => [Number(group.key), group]));
  const hours = Array.from({ length: WEEK_HOURS }, (_, i): UsualHour => {
    const { count = 0, expected = null, p = null } = counted.get(i) ?? {};
    const state =
      p === null || expected === null
        ? UsualState.UNKNOWN
        : p > SURE
          ? UsualState.USUAL
          : count > expected
            ? UsualState.ABOVE
            : UsualState.BELOW;
    return { weekday: Math.floor(i / HOURS) + 1, hour: i % HOURS, count, expected, state };
  });
  const today = clock.dayAt(now);
  return {
    hours,
    weekday: weekday(today),
    hour: Number(clock.timeAt(now).slice(0, 2)),
    weeks,
  };
}
