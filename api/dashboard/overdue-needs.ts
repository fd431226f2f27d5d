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

/** More are late than anybody can look at: the oldest are counted. */
const LATE_MOST = 5000;
/** A village is not named for fewer: a single one could be somebody's. */
const LEAST_NAMED = 3;
const MINUTE = 60_000;

interface LateVillage {
  county: number;
  count: number;
  since: number;
  assigned: boolean;
}

/** Villages where incidents are past their time limits; of fewer than three none is named. */
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
    const known = byVillage.get(village);
    byVillage.set(village, {
      county,
      count: (known?.count ?? 0) + 1,
      since: Math.min(known?.since ?? Infinity, dueOf.get(id)!),
      assigned: (known?.assigned ?? true) && isHandled,
    });
  }
  return named(context, new Map([...byVillage].filter(([, { count }]) => count >= LEAST_NAMED)));
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

async function named(
  { db }: Context,
  found: ReadonlyMap<string, LateVillage>,
): Promise<FoundNeed[]> {
  const needs: FoundNeed[] = [];
  for (const county of new Set([...found.values()].map((one) => one.county))) {
    const names = await villagesNamed(db, county, [...found.keys()]);
    const small = await smallVillages(db, county, [...names.keys()]);
    for (const [village, late] of found)
      if (late.county === county && !small.has(village))
        needs.push({
          id: `overdue ${village}`,
          kind: NeedKind.OVERDUE,
          place: names.get(village)?.name ?? null,
          village,
          category: null,
          kindLabel: null,
          since: new Date(late.since).toISOString(),
          count: late.count,
          expected: null,
          assigned: late.assigned,
          excess: late.count,
        });
  }
  return needs;
}
