import { NeedKind } from "../../schema/dashboard-tiles.js";
import { layerOf } from "../../schema/layers/index.js";
import { keptStatement } from "../analysis/kept-statement.js";
import { type LateSubject, lateSubjects } from "../clocks/clocks.service.js";
import type { Context } from "../core/context.js";
import { villagesOfGrids } from "../grids/grids.service.js";
import { type HandledRow, handledIncidents } from "../incidents/late-incidents.js";
import { villagesNamed } from "../villages/villages.service.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";
import type { FoundNeed } from "./found-need.js";
import { smallVillages } from "./small-villages.js";
import { WINDOW_DAYS } from "./windows.js";

/** More are late than anybody can look at: those that became so last are counted. */
const LATE_MOST = 5000;
/** A village is not named for fewer: a single one could be somebody's. */
const LEAST_NAMED = 3;
const MINUTE = 60_000;

/** What has been late for longer is no matter of today any more: it is told as one sum. */
const BACKLOG_MS = WINDOW_DAYS * 86_400_000;

interface Late {
  count: number;
  since: number;
  assigned: boolean;
}

interface LateVillage {
  county: number;
  recent: Late;
  old: Late;
}

const NONE: Late = { count: 0, since: Infinity, assigned: true };

const plus = (one: Late, other: Late): Late => ({
  count: one.count + other.count,
  since: Math.min(one.since, other.since),
  assigned: one.assigned && other.assigned,
});

/**
 * Villages where incidents are past their time limits, of fewer than three none is named; and in
 * one sum what has been for more than four weeks.
 */
export async function overdueNeeds(
  context: Context,
  area: AreaArguments["area"],
  now: number,
): Promise<FoundNeed[]> {
  const access = context.access(layerOf("incidents"));
  const { filter } = await askedArea(context, area);
  const at = Math.floor(now / MINUTE) * MINUTE;
  const late = await lateIncidents(context, access.counties, at);
  if (late.length === 0) return [];
  const dueOf = new Map(late.map(({ subject, dueAt }) => [subject, dueAt]));
  const rows = await keptStatement<HandledRow>(
    context,
    access,
    handledIncidents({ access, filter }, [...dueOf.keys()]),
  );
  const villages = await villagesOfGrids(
    context.db,
    rows.flatMap(({ grid }) => grid ?? []),
  );
  const byVillage = new Map<string, LateVillage>();
  for (const { county, id, grid, isHandled } of rows) {
    const village = grid === null ? undefined : villages.get(grid);
    if (village === undefined) continue;
    const known = byVillage.get(village) ?? { county, recent: NONE, old: NONE };
    const since = dueOf.get(id)!;
    const part = at - since > BACKLOG_MS ? "old" : "recent";
    const one = { count: 1, since, assigned: isHandled };
    byVillage.set(village, { ...known, [part]: plus(known[part], one) });
  }
  return needsOf(context, byVillage);
}

/** Which are late is the same for everybody; who may see them is asked of the incidents. */
const lateIncidents = (
  { services, db }: Context,
  counties: readonly number[],
  at: number,
): Promise<LateSubject[]> =>
  services.keptResults.get(`late incidents ${counties.join()} ${at}`, undefined, async () => {
    const value = await lateSubjects(db, counties, "incidents", at, LATE_MOST);
    return { value, bytes: 1000 + 100 * value.length };
  });

async function needsOf(
  { db }: Context,
  found: ReadonlyMap<string, LateVillage>,
): Promise<FoundNeed[]> {
  const needs: FoundNeed[] = [];
  let backlog = NONE;
  for (const county of new Set([...found.values()].map((one) => one.county))) {
    const names = await villagesNamed(db, county, [...found.keys()]);
    const small = await smallVillages(db, county, [...names.keys()]);
    for (const [village, late] of found) {
      if (late.county !== county || small.has(village)) continue;
      backlog = plus(backlog, late.old);
      if (late.recent.count < LEAST_NAMED) continue;
      const place = names.get(village)?.name ?? null;
      needs.push(lateNeed(NeedKind.OVERDUE, `overdue ${village}`, late.recent, { place, village }));
    }
  }
  if (backlog.count >= LEAST_NAMED)
    needs.push(lateNeed(NeedKind.BACKLOG, "backlog", backlog, { place: null, village: null }));
  return needs;
}

const lateNeed = (
  kind: NeedKind,
  id: string,
  { count, since, assigned }: Late,
  where: Pick<FoundNeed, "place" | "village">,
): FoundNeed => ({
  ...{ id, kind, ...where },
  category: null,
  kindLabel: null,
  since: new Date(since).toISOString(),
  count,
  expected: null,
  assigned,
  excess: count,
});
