import { sql } from "drizzle-orm";
import { hotArea, hotRun } from "../../db/tables/index.js";
import type { Runner, Transaction } from "../core/database.js";
import { type NewEvent, publish } from "../events/publish.js";
import { instantSql } from "../layers/select.js";
import { HOT_VERSION } from "./kept-tile.js";
import type { SeenArea } from "./seen-area.js";

/** Whoever looks for them. */
export const HOT_ACTOR = "device:hot-areas";

/** A hot area as it was last seen, by its uuid. */
export interface HotAreaRow {
  id: string;
  county: number;
  /** A top-level code; "" of all kinds together. */
  kind: string;
  since: string;
  lastSeen: string;
  incidents: number;
  name: string | null;
  metres: number;
  q: number[];
  r: number[];
  /** Uuids of the grids, and codes of the villages, in which its incidents lay. */
  grids: string[];
  villages: string[];
  strays: number;
  /** GeoJSON text, WGS 84. */
  shape: string;
  peakQ: number;
}

export interface HotRunRow {
  county: number;
  computedAt: string;
  windowEnd: string;
  metres: number;
  dataVersion: string;
}

/** The last runs in counties. */
export const hotRuns = (run: Runner, counties: readonly number[]): Promise<HotRunRow[]> =>
  run.rows<HotRunRow>(sql`
    select ${hotRun.countyId} as county, ${instantSql(sql`${hotRun.computedAt}`)} as "computedAt",
      ${instantSql(sql`${hotRun.windowEnd}`)} as "windowEnd", ${hotRun.metres} as metres,
      ${hotRun.dataVersion} as "dataVersion"
    from ${hotRun} where ${hotRun.countyId} = any(${sql.param([...counties])}::int[])
    order by 1`);

/** Areas of a county that were seen from a moment on, the oldest first. */
export const hotAreasSeen = (run: Runner, county: number, from: string): Promise<HotAreaRow[]> =>
  run.rows<HotAreaRow>(sql`
    select ${hotArea.id} as id, ${hotArea.countyId} as county, ${hotArea.kind} as kind,
      ${instantSql(sql`${hotArea.since}`)} as since,
      ${instantSql(sql`${hotArea.lastSeen}`)} as "lastSeen", ${hotArea.incidents} as incidents,
      ${hotArea.name} as name, ${hotArea.metres} as metres, ${hotArea.q} as q, ${hotArea.r} as r,
      ${hotArea.grids}::text[] as grids, ${hotArea.villages} as villages,
      ${hotArea.strays} as strays, ST_AsGeoJSON(${hotArea.shape}, 7) as shape,
      ${hotArea.peakQ} as "peakQ"
    from ${hotArea}
    where ${hotArea.countyId} = ${county} and ${hotArea.lastSeen} >= ${from}::timestamptz
    order by ${hotArea.since}, ${hotArea.id}`);

/** Keeps what a run found, and that there was one; what was not seen since `gone` is no more. */
export async function keepHotRun(
  tx: Transaction,
  found: HotRunRow,
  areas: readonly SeenArea[],
  gone: string,
): Promise<void> {
  const { county, windowEnd } = found;
  await tx.rows(sql`
    insert into ${hotRun} (county_id, computed_at, window_end, metres, data_version)
    values (${county}, ${found.computedAt}::timestamptz, ${windowEnd}::timestamptz,
      ${found.metres}, ${found.dataVersion})
    on conflict (county_id) do update set computed_at = excluded.computed_at,
      window_end = excluded.window_end, metres = excluded.metres,
      data_version = excluded.data_version`);
  // Seen before, within this same hour, and no longer.
  await tx.rows(sql`
    update ${hotArea} set last_seen = ${windowEnd}::timestamptz - interval '1 second'
    where ${hotArea.countyId} = ${county} and ${hotArea.lastSeen} >= ${windowEnd}::timestamptz`);
  for (const area of areas)
    await tx.rows(sql`
      insert into ${hotArea} (county_id, id, kind, since, last_seen, incidents, name, metres, q, r,
        grids, villages, strays, shape, peak_q)
      values (${county}, ${area.id}::uuid, ${area.kind}, ${area.since}::timestamptz,
        ${windowEnd}::timestamptz, ${area.incidents}, ${area.name}, ${area.metres},
        ${sql.param(area.q)}::int[], ${sql.param(area.r)}::int[], ${sql.param(area.grids)}::uuid[],
        ${sql.param(area.villages)}::text[], ${area.strays},
        ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(area.shape)}), 4326), ${area.peakQ})
      on conflict (county_id, id) do update set since = excluded.since,
        last_seen = excluded.last_seen, incidents = excluded.incidents, name = excluded.name,
        metres = excluded.metres, q = excluded.q, r = excluded.r, grids = excluded.grids,
        villages = excluded.villages, strays = excluded.strays, shape = excluded.shape,
        peak_q = excluded.peak_q`);
  await tx.rows(sql`
    delete from ${hotArea} where ${hotArea.countyId} = ${county}
      and ${hotArea.lastSeen} < ${gone}::timestamptz`);
  await publish(tx, [lookedFor(county, areas.length)]);
}

/** No row's event: whoever shows them asks anew. */
const lookedFor = (county: number, count: number): NewEvent => ({
  ...{ county, kind: "hotAreas.lookedFor", subjectKind: HOT_VERSION, action: "updated" },
  ...{ subject: null, version: null, actor: HOT_ACTOR, fields: [], place: null, count },
});
