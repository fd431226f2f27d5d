import type { MultiPolygon } from "geojson";
import { hexCentre } from "../../geo/hotspots/hexagon.js";
import { holdersOf } from "../../geo/hotspots/index.js";
import { localProjection } from "../../geo/projection.js";
import { numberOfDay } from "../../geo/time/day.js";
import type { LocalClock } from "../../geo/time/local-clock.js";
import type { HotNow, HotNowArea } from "../../schema/dashboard-tiles.js";
import type { AreaInput } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { outlinesOf } from "../analysis/hot-ground.js";
import { projected } from "../analysis/hot-plane.js";
import type { Context } from "../core/context.js";
import { formatId, parseId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";
import { type HotAreaRow, hotAreasSeen, hotRuns } from "./hot-now.queries.js";

const AREAS_MOST = 50;

/** Where incidents stand out now, as far as the viewer sees all that happened there. */
export async function hotNow(context: Context, { area }: AreaArguments): Promise<HotNow> {
  const access = context.access(layerOf("incidents"));
  const { filter, clock } = await askedArea(context, area);
  const counties = filter.area?.county == null ? access.counties : [filter.area.county];
  const grounds = counties.filter((county) => access.seesGround(county));
  if (grounds.length === 0)
    throw new Refusal(
      "FORBIDDEN",
      "hotNow: where incidents stand out is told of all incidents of an area; you see those that " +
        "you wrote or handle.",
    );
  const runs = await hotRuns(context.db, grounds);
  const found: HotAreaRow[] = [];
  for (const { county, windowEnd } of runs) {
    const rows = await hotAreasSeen(context.db, county, windowEnd);
    const visible = rows.filter((row) => seesAll(context, row));
    found.push(...(await within(context, county, visible, filter.area ?? null)));
  }
  const { categories } = context.services;
  const names = await categories.names(grounds, "incident");
  const areas = found
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : b.incidents - a.incidents))
    .slice(0, AREAS_MOST);
  const first = (of: (run: (typeof runs)[number]) => string) => runs.map(of).sort()[0] ?? null;
  return {
    areas: areas.map((row) => shown(row, names, clock)),
    computedAt: first((run) => run.computedAt),
    windowEnd: first((run) => run.windowEnd),
    metres: runs[0]?.metres ?? null,
  };
}

/** An area tells of each incident in it: it is shown to who may see them all. */
function seesAll(context: Context, row: HotAreaRow): boolean {
  const told = context.access(layerOf("incidents")).told();
  return (told ?? []).some(({ county, area }) => {
    if (county !== row.county) return false;
    if (area === null) return true;
    if (row.strays > 0 || row.grids.length === 0) return false;
    return (
      row.grids.every((grid) => area.grids.includes(grid)) ||
      row.villages.every((village) => area.villages.includes(village))
    );
  });
}

/** Those that have a part in what was asked for. */
async function within(
  context: Context,
  county: number,
  rows: readonly HotAreaRow[],
  area: AreaInput | null,
): Promise<HotAreaRow[]> {
  if (area === null || area.county != null) return [...rows];
  if (area.villages) {
    const asked = new Set(area.villages);
    return rows.filter(({ villages }) => villages.some((village) => asked.has(village)));
  }
  if (area.grids) {
    const asked = new Set(area.grids.map((id) => parseId(id, "area.grids").id));
    return rows.filter(({ grids }) => grids.some((grid) => asked.has(grid)));
  }
  const outlines = await outlinesOf(context, county, area);
  if (outlines === null) return [...rows];
  const [lon, lat] = (await context.services.counties.get(county)).origin;
  const plane = localProjection(lon!, lat!);
  const shapes = outlines.map((outline) => projected(outline, plane));
  return rows.filter(({ metres, q, r }) => {
    const centres = q.map((at, i) => hexCentre(metres, at, r[i]!));
    const of = (k: 0 | 1) => Float64Array.from(centres, (centre) => centre[k]);
    return holdersOf(shapes, of(0), of(1)).some((holder) => holder >= 0);
  });
}

function shown(row: HotAreaRow, names: ReadonlyMap<string, string>, clock: LocalClock): HotNowArea {
  const { county, kind, since, incidents, name, villages } = row;
  const dayOf = (at: string) => numberOfDay(clock.dayAt(Date.parse(at)));
  return {
    id: formatId(county, row.id),
    ...{ name, since, incidents, villages },
    kind: kind === "" ? null : kind,
    kindLabel: names.get(kind) ?? null,
    day: dayOf(row.lastSeen) - dayOf(since) + 1,
    shape: JSON.parse(row.shape) as MultiPolygon,
    q: row.peakQ,
  };
}
