import { sql } from "drizzle-orm";
import { grid } from "../../db/tables/index.js";
import type { GridPosting } from "../../schema/borders.js";
import type { Runner } from "../core/database.js";
import { officesPosted } from "../organisations/organisations.service.js";
import { villagesNamed } from "../villages/villages.service.js";

/**
 * What is posted about grids, by uuid: to everybody, so of villages and offices no more than is on
 * the sign at the door.
 */
export async function postingsOf(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<Map<string, GridPosting>> {
  const rows = await run.rows<{ id: string; code: string | null; areaM2: number }>(sql`
    select ${grid.id} as id, ${grid.villageCode} as code,
      ST_Area(${grid.geom}::geography) as "areaM2"
    from ${grid} where ${grid.countyId} = ${county}
      and ${grid.id} = any(${sql.param([...ids])}::uuid[])`);
  const villages = await villagesNamed(
    run,
    county,
    rows.flatMap(({ code }) => code ?? []),
  );
  const offices = await officesPosted(
    run,
    county,
    [...villages.values()].map(({ id }) => id),
  );
  return new Map(
    rows.map(({ id, code, areaM2 }) => {
      const village = villages.get(code ?? "");
      const office = village && offices.get(village.id);
      const told = { office: office?.name ?? null, officePhone: office?.phone ?? null };
      return [id, { village: village?.name ?? null, areaM2, ...told }];
    }),
  );
}
