import { UsualState } from "../../schema/dashboard.js";
import type { LastDays } from "../../schema/dashboard-tiles.js";
import { Against } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { incidentStats } from "../analysis/incident-stats.service.js";
import type { Context } from "../core/context.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";
import { knownSince } from "./known-since.js";
import { asFilter, daysWindow } from "./windows.js";

/** The last 28 whole days against the same days of the year before. */
export async function lastDays(
  context: Context,
  { area }: AreaArguments,
  now = Date.now(),
): Promise<LastDays> {
  const { clock } = await askedArea(context, area);
  const window = daysWindow(clock, now);
  const { total, views, compared } = await incidentStats(context, {
    filter: { ...(area ? { area } : {}), ...asFilter(window) },
    groupBy: [CountBy.DAY],
    compare: { against: Against.LAST_YEAR },
  });
  const isKnown = Date.parse(compared!.from) >= (await knownSince(context, area));
  const { count, expected, low, high } = total;
  const state = !isKnown
    ? UsualState.UNKNOWN
    : count < low!
      ? UsualState.BELOW
      : count > high!
        ? UsualState.ABOVE
        : UsualState.USUAL;
  return {
    count,
    before: isKnown ? expected : null,
    range: isKnown ? { low: low!, high: high! } : null,
    change: isKnown && expected! > 0 ? count / expected! - 1 : null,
    state,
    days: views[0]!.groups.map(({ count: n }) => n),
    from: window.first,
    to: window.last,
  };
}
