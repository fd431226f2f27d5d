import { sql } from "drizzle-orm";
import { hotArea, hotRun } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";

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
