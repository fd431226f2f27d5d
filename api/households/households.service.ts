import { sql } from "drizzle-orm";
import { household } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import type { Identifier } from "../core/identifier.js";
import { formatId } from "../core/identifier.js";
import { villagesOfGrids } from "../grids/grids.service.js";

/** Where a present household lives, for those who ask by what right, and whether it moved. */
export interface Home {
  gridId: string | null;
  villageCode: string | null;
  /** Of its exact place and its door: another after a move, and nothing can be read from it. */
  digest: string;
}

/** Homes by GraphQL id; a household that is retired or unknown has none. */
export async function homesOf(
  run: Runner,
  households: readonly Identifier[],
): Promise<Map<string, Home>> {
  if (households.length === 0) return new Map();
  const { countyId, id, gridId, geom, buildingId, stair, floor, unit, retiredAt } = household;
  const rows = await run.rows<Omit<Home, "villageCode"> & Identifier>(sql`
    select ${countyId} as county, ${id} as id, ${gridId} as "gridId",
      encode(sha256(ST_AsBinary(${geom}) || convert_to(
        concat_ws('/', ${id}, ${buildingId}, ${stair}, ${floor}, ${unit}), 'UTF8')), 'hex') as digest
    from ${household}
    where (${countyId}, ${id}) in (select * from unnest(
        ${sql.param(households.map((h) => h.county))}::int[],
        ${sql.param(households.map((h) => h.id))}::uuid[]))
      and ${retiredAt} is null`);
  const villages = await villagesOfGrids(
    run,
    rows.flatMap((r) => r.gridId ?? []),
  );
  return new Map(
    rows.map(({ county, id: at, gridId: grid, digest }) => [
      formatId(county, at),
      { gridId: grid, villageCode: (grid && villages.get(grid)) ?? null, digest },
    ]),
  );
}
