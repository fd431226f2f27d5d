import { numberOfDay } from "../../geo/time/day.js";
import type { LocalClock } from "../../geo/time/local-clock.js";
import { type Need, NeedKind } from "../../schema/dashboard-tiles.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";
import type { FoundNeed } from "./found-need.js";
import { hotNow } from "./hot-now.service.js";
import { overdueNeeds } from "./overdue-needs.js";
import { today } from "./today.service.js";
import { WINDOW_DAYS } from "./windows.js";

const NEEDS_MOST = 20;

/** What nobody has in hand weighs twice. */
const UNASSIGNED = 2;

/**
 * What needs somebody, the weightiest first: how many days old it is, four weeks at most, by how
 * much there is too much (its binary logarithm, or a large village would always lead), twice where
 * nobody has it.
 */
export async function needs(
  context: Context,
  { area, first }: AreaArguments & { first: number },
  now = Date.now(),
): Promise<Need[]> {
  if (!(first >= 1 && first <= NEEDS_MOST)) throw badInput("first", `first: 1 to ${NEEDS_MOST}.`);
  const { clock } = await askedArea(context, area);
  const found = [
    ...(await hotNeeds(context, area)),
    ...(await aboveNeeds(context, area, now, clock)),
    ...(await overdueNeeds(context, area, now)),
  ];
  return found
    .map((need) => weighed(need, clock, now))
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .slice(0, first);
}

function weighed({ excess, ...need }: FoundNeed, clock: LocalClock, now: number): Need {
  const dayOf = (at: number) => numberOfDay(clock.dayAt(at));
  const day = need.since === null ? 1 : dayOf(now) - dayOf(Date.parse(need.since)) + 1;
  const severity = Math.log2(2 + Math.max(0, excess));
  // That a backlog is old is what makes it one: it would lead for ever, and nobody is called by it.
  const age = need.kind === NeedKind.BACKLOG ? 1 : Math.min(day, WINDOW_DAYS);
  return { ...need, day, weight: age * severity * (need.assigned ? 1 : UNASSIGNED) };
}

async function hotNeeds(context: Context, area: AreaArguments["area"]): Promise<FoundNeed[]> {
  const { areas } = await hotNow(context, { area });
  return areas.map(({ id, name, kind, kindLabel, since, incidents }) => ({
    id: `hot ${id}`,
    kind: NeedKind.HOT_AREA,
    place: name,
    village: null,
    category: kind,
    ...{ kindLabel, since },
    count: incidents,
    expected: null,
    assigned: false,
    excess: incidents,
  }));
}

async function aboveNeeds(
  context: Context,
  area: AreaArguments["area"],
  now: number,
  clock: LocalClock,
): Promise<FoundNeed[]> {
  const { above } = await today(context, area, now);
  return above.map(({ village, name, since, count, expected }) => ({
    id: `above ${village}`,
    kind: NeedKind.ABOVE_USUAL,
    place: name,
    village,
    category: null,
    kindLabel: null,
    since: new Date(clock.midnight(since)).toISOString(),
    ...{ count, expected },
    assigned: false,
    excess: count - expected,
  }));
}
