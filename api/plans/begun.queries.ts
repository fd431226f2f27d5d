import { sql } from "drizzle-orm";
import { planBegun } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import type { RegisteredGrid } from "../grids/grids.service.js";

/** Remembers what the register says of grids that a plan begins from. */
export function rememberBegun(
  run: Runner,
  county: number,
  plan: string,
  grids: readonly RegisteredGrid[],
): Promise<unknown> {
  const texts = (key: keyof RegisteredGrid) => sql`${sql.param(grids.map((grid) => grid[key]))}`;
  return run.rows(sql`
    insert into ${planBegun} (county_id, plan_id, grid_id, code, name, kind, village_code,
      complaint_phone)
    select ${county}, ${plan}::uuid, id, code, name, kind, village, phone
    from unnest(${texts("gridId")}::uuid[], ${texts("code")}::text[], ${texts("name")}::text[],
      ${texts("kind")}::text[], ${texts("villageCode")}::text[],
      ${texts("complaintPhone")}::text[]) as n(id, code, name, kind, village, phone)`);
}

/** A fork begins from what the other plan was begun from. */
export const copyBegun = (
  run: Runner,
  county: number,
  from: string,
  to: string,
): Promise<unknown> =>
  run.rows(sql`
    insert into ${planBegun} (county_id, plan_id, grid_id, code, name, kind, village_code,
      complaint_phone)
    select county_id, ${to}::uuid, grid_id, code, name, kind, village_code, complaint_phone
    from ${planBegun} where ${planBegun.countyId} = ${county}
      and ${planBegun.planId} = ${from}::uuid`);

/** What the register said of a plan's grids when it was begun, by their uuids. */
export async function begunFrom(
  run: Runner,
  county: number,
  plan: string,
): Promise<Map<string, RegisteredGrid>> {
  const rows = await run.rows<RegisteredGrid>(sql`
    select ${planBegun.gridId} as "gridId", ${planBegun.code} as code, ${planBegun.name} as name,
      ${planBegun.kind} as kind, ${planBegun.villageCode} as "villageCode",
      ${planBegun.complaintPhone} as "complaintPhone"
    from ${planBegun}
    where ${planBegun.countyId} = ${county} and ${planBegun.planId} = ${plan}::uuid`);
  return new Map(rows.map((row) => [row.gridId, row]));
}
