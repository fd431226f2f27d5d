import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import { localProjection } from "../../geo/projection.js";
import type { Database, Runner, Transaction } from "../core/database.js";
import { projectionIn } from "../counties/counties.service.js";
import { raiseVersions } from "../events/data-versions.js";
import { enqueue } from "../jobs/enqueue.js";
import type { Handler } from "../jobs/handlers.js";
import type { ProposedSet } from "../writing/rules.js";

/**
 * Columns with the place in the county's plane, of rows that are given a place; the others keep
 * what they have. The numbers are geo/projection's own, so that a cell's border never disagrees with
 * the page's; PostGIS would take 160 ms a row for the same by text.
 */
export async function metresOf(run: Runner, set: ProposedSet): Promise<Record<string, SQL>> {
  const points = await set.points();
  if (points.size === 0) return {};
  const projection = set.origin
    ? localProjection(set.origin[0]!, set.origin[1]!)
    : await projectionIn(run, set.county);
  // Where rows are only judged nothing is read, nor written.
  if (!projection) return {};
  const metres: Record<string, [number, number]> = {};
  for (const [id, [lon, lat]] of points) metres[id] = projection.forward(lon, lat);
  // One parameter that is looked up by key: a join would be one more relation for every writer.
  const named = sql`(${JSON.stringify(metres)}::jsonb -> s.id::text`;
  const kept = (column: string) =>
    set.action === "update" ? sql`, o.${sql.identifier(column)}` : sql``;
  return {
    x_m: sql`coalesce(${named} ->> 0)::float8${kept("x_m")})`,
    y_m: sql`coalesce(${named} ->> 1)::float8${kept("y_m")})`,
  };
}

/** Gives rows of earlier releases their place in metres. */
export const MEASURE_JOB = "incident.measure";
/** Rows of a transaction: under a second on the embedded engine. */
const AT_ONCE = 2_000;

/** How many were measured; fewer than `AT_ONCE`: there are no more. */
async function measureSome(run: Transaction, county: number): Promise<number> {
  const rows = await run.rows<{ id: string; lon: number; lat: number }>(sql`
    select ${incident.id} as id, ST_X(${incident.geom}) as lon, ST_Y(${incident.geom}) as lat
    from ${incident} where ${incident.countyId} = ${county} and ${incident.xM} is null
    order by ${incident.id} limit ${AT_ONCE}`);
  const projection = rows.length > 0 ? await projectionIn(run, county) : null;
  if (!projection) return 0;
  const places = rows.map(({ lon, lat }) => projection.forward(lon, lat));
  await run.rows(sql`
    update ${incident} i set x_m = m.x, y_m = m.y
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[],
      ${sql.param(places.map(([x]) => x))}::float8[],
      ${sql.param(places.map(([, y]) => y))}::float8[],
      ${sql.param(rows.map(({ lon }) => lon))}::float8[],
      ${sql.param(rows.map(({ lat }) => lat))}::float8[]) as m(id, x, y, lon, lat)
    where i.county_id = ${county} and i.id = m.id
      -- Moved meanwhile: it was measured with that.
      and ST_X(i.geom) = m.lon and ST_Y(i.geom) = m.lat`);
  // What was counted without them is counted anew.
  await raiseVersions(run, county, ["incidents"]);
  return rows.length;
}

export const measureHandler =
  (): Handler =>
  async ({ county }, progress) => {
    let done = 0;
    for (let more = true; more; )
      await progress.step(async (tx) => {
        const some = await measureSome(tx, county);
        more = some === AT_ONCE;
        done += some;
        return { done, total: null };
      });
    return { measured: done };
  };

/** Asks for a job in each county that has unmeasured rows; answers those counties. */
export async function askMeasuring(db: Database, counties: readonly number[]): Promise<number[]> {
  const rows = await db.rows<{ county: number }>(sql`
    select c.id as county from unnest(${sql.param([...counties])}::int[]) as c(id)
    where exists (select from ${incident}
      where ${incident.countyId} = c.id and ${incident.xM} is null)`);
  for (const { county } of rows)
    await db.transaction((tx) =>
      enqueue(tx, { kind: MEASURE_JOB, county, input: {}, actor: "operator", uniqueKey: "all" }),
    );
  return rows.map(({ county }) => county);
}
