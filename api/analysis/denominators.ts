import { sql } from "drizzle-orm";
import { RateBy } from "../../schema/incident-stats.js";
import { type AreaInput, CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { keptRows } from "../core/kept-results.js";
import { requestNow } from "../core/request.js";
import { versionsOf } from "../events/data-versions.js";
import { gridsOfDay, gridsToday, villagesOfGrids } from "../grids/grids.service.js";
import { streetsOf } from "../ground/ground.service.js";
import { layerService } from "../layers/layer.service.js";
import { villageShapes } from "../villages/villages.service.js";
import { accessFor, exposedInAreas } from "./exposures.js";
import { outlinesOf } from "./hot-ground.js";
import { ROBUST, streetKm } from "./street-km.js";

/** Of so little a rate says nothing of a place, and something of those who live there. */
const LEAST = { [RateBy.HOUSEHOLDS]: 20, [RateBy.STREETS]: 0.1 } as const;
/** Households are counted by the hundred. */
const UNIT = { [RateBy.HOUSEHOLDS]: 100, [RateBy.STREETS]: 1 } as const;

/** What a group is counted against, and its name. */
export interface Denominator {
  amount: number;
  label: string | null;
}

type Denominators = Map<string, Denominator>;

/** What groups of a view are counted against, in the unit of the rate, by their keys. */
export async function denominatorsOf(
  context: Context,
  by: CountBy,
  rate: RateBy | null | undefined,
  gridsOn: string | null,
): Promise<ReadonlyMap<string, Denominator> | null> {
  if (!rate || (by !== CountBy.GRID && by !== CountBy.VILLAGE)) return null;
  const amounts =
    gridsOn !== null
      ? await ofDay(context, by, rate, gridsOn)
      : rate === RateBy.HOUSEHOLDS
        ? await households(context, by)
        : await streets(context, by);
  return amounts && enoughOf(amounts, rate);
}

/** Of how much there is a rate, in its unit. */
function enoughOf(amounts: Denominators, rate: RateBy): Denominators {
  const enough = [...amounts].filter(([key, { amount }]) => key !== "" && amount >= LEAST[rate]);
  return new Map(
    enough.map(([key, { amount, label }]) => [key, { label, amount: amount / UNIT[rate] }]),
  );
}

/** What areas are counted against, in the unit of the rate, by their places in the list. */
export async function denominatorsIn(
  context: Context,
  areas: readonly AreaInput[],
  rate: RateBy | null | undefined,
): Promise<ReadonlyMap<string, Denominator> | null> {
  if (!rate || !context.tryAccess(layerOf(rate === RateBy.HOUSEHOLDS ? "households" : "streets")))
    return null;
  const amounts =
    rate === RateBy.HOUSEHOLDS
      ? await layerService.countsIn(context, layerOf("households"), areas)
      : await streetsIn(context, areas);
  const listed = amounts.map((amount, i) => [String(i), { label: null, amount }] as const);
  return enoughOf(new Map(listed), rate);
}

/** Kilometres of street within each area. */
async function streetsIn(context: Context, areas: readonly AreaInput[]): Promise<number[]> {
  const km = areas.map(() => 0);
  for (const county of context.access(layerOf("streets")).counties) {
    const [at, shapes]: [number[], string[]] = [[], []];
    for (const [i, area] of areas.entries()) {
      if (area.county !== undefined && area.county !== county) continue;
      const outlines = await groundOfArea(context, county, area);
      at.push(...outlines.map(() => i));
      shapes.push(...outlines);
    }
    for (const [i, more] of await streetKm(context, county, { at, shapes })) km[i]! += more;
  }
  return km;
}

/** A whole county is its villages. */
async function groundOfArea(context: Context, county: number, area: AreaInput): Promise<string[]> {
  const outlines = await outlinesOf(context, county, area);
  return outlines ?? (await villageShapes(context.db, county, null)).map(({ shape }) => shape);
}

/** As many as the viewer may count, by the policy of the households' own counts. */
async function households(context: Context, by: CountBy): Promise<Denominators | null> {
  const layer = layerOf("households");
  if (!context.tryAccess(layer)) return null;
  const groups = await layerService.counts(context, layer, {}, by);
  return new Map(groups.map(({ key, label, count }) => [key, { label, amount: count }]));
}

/**
 * By the grids in force on a day: what there is today within their borders of then. A grid that
 * came later is none of them, and one that is gone had a rate.
 */
async function ofDay(
  context: Context,
  by: CountBy,
  rate: RateBy,
  on: string,
): Promise<Denominators | null> {
  const what = rate === RateBy.HOUSEHOLDS ? "EB_RATE" : "EB_STREETS";
  if (!accessFor(context, what) || !context.tryAccess(layerOf("grids"))) return null;
  const access = context.access(layerOf("incidents"));
  const amounts: Denominators = new Map();
  for (const county of access.counties) {
    const [lon, lat] = (await context.services.counties.get(county)).origin;
    const question = { access, filter: { county }, county, origin: [lon!, lat!] as const };
    const grids = await context.db.rows<{ id: string; name: string; shape: string }>(sql`
      select id, name, ST_AsGeoJSON(geom, 7) as shape from ${gridsOfDay(county, on)} g order by id`);
    const shapes = grids.map(({ shape }) => shape);
    const signal = requestNow()?.gone.signal ?? new AbortController().signal;
    const found = await exposedInAreas(context, question, { rate: what, shapes }, signal);
    const villages =
      by === CountBy.VILLAGE
        ? await villagesOfGrids(
            context.db,
            grids.map(({ id }) => id),
          )
        : null;
    for (const [i, { id, name }] of grids.entries()) {
      const key = villages ? (villages.get(id) ?? "") : formatId(county, id);
      const amount = (amounts.get(key)?.amount ?? 0) + (found?.[i] ?? 0);
      amounts.set(key, { label: villages ? null : name, amount });
    }
  }
  return amounts;
}

/** Kilometres on the ellipsoid within each grid of today; a street on a border is in both. */
async function streets(context: Context, by: CountBy): Promise<Denominators | null> {
  const [ground, grids] = [layerOf("streets"), layerOf("grids")];
  const access = context.tryAccess(ground);
  if (!access || !context.tryAccess(grids)) return null;
  const km: Denominators = new Map();
  for (const county of access.counties) {
    const version = await versionsOf(context.db, [county], [ground.name, grids.name]);
    const day = new Date().toISOString().slice(0, 13);
    const rows = await context.services.keptResults.get(
      `kilometres of street by grid ${county} ${version} ${day}`,
      undefined,
      async () =>
        keptRows(
          await context.db.rows<{ id: string; name: string; km: number }>(
            sql`select g.id, g.name, sum(ST_Length(
              ST_Intersection(s.geom, g.geom, ${ROBUST})::geography)) / 1000 as km
            from ${gridsToday(county)} g join ${streetsOf(county)} s on ST_Intersects(s.geom, g.geom)
            group by g.id, g.name`,
            "long",
          ),
        ),
    );
    const villages =
      by === CountBy.VILLAGE
        ? await villagesOfGrids(
            context.db,
            rows.map((r) => r.id),
          )
        : null;
    for (const row of rows) {
      const key = villages ? (villages.get(row.id) ?? "") : formatId(county, row.id);
      km.set(key, {
        label: villages ? null : row.name,
        amount: (km.get(key)?.amount ?? 0) + row.km,
      });
    }
  }
  return km;
}
