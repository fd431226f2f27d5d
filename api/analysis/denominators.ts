import { sql } from "drizzle-orm";
import { RateBy } from "../../schema/incident-stats.js";
import { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { keptRows } from "../core/kept-results.js";
import { versionsOf } from "../events/data-versions.js";
import { gridsToday, villagesOfGrids } from "../grids/grids.service.js";
import { streetsOf } from "../ground/ground.service.js";
import { layerService } from "../layers/layer.service.js";

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
): Promise<ReadonlyMap<string, Denominator> | null> {
  if (!rate || (by !== CountBy.GRID && by !== CountBy.VILLAGE)) return null;
  const amounts =
    rate === RateBy.HOUSEHOLDS ? await households(context, by) : await streets(context, by);
  if (!amounts) return null;
  const enough = [...amounts].filter(([key, { amount }]) => key !== "" && amount >= LEAST[rate]);
  return new Map(
    enough.map(([key, { amount, label }]) => [key, { label, amount: amount / UNIT[rate] }]),
  );
}

/** As many as the viewer may count, by the policy of the households' own counts. */
async function households(context: Context, by: CountBy): Promise<Denominators | null> {
  const layer = layerOf("households");
  if (!context.tryAccess(layer)) return null;
  const groups = await layerService.counts(context, layer, {}, by);
  return new Map(groups.map(({ key, label, count }) => [key, { label, amount: count }]));
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
      () =>
        keptRows(
          context.db.rows<{ id: string; name: string; km: number }>(
            sql`select g.id, g.name, sum(ST_Length(ST_Intersection(s.geom, g.geom)::geography)) / 1000 as km
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
