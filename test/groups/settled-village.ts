import { sql } from "drizzle-orm";
import type { Services } from "../../api/core/services.js";
import { COUNTY, uuid } from "../fixtures/small-county.js";

/** 凯涪社区 with 96 homes in two grids, every twelfth of which nobody lives in. */
export async function settleVillage({ db }: Services): Promise<void> {
  const by = sql`'fixture', 'fixture', now(), now()`;
  await db.rows(sql`
    insert into household (county_id, id, code, members, residency, grid_id, geom, coarse,
      created_by, updated_by, created_at, updated_at)
    select ${COUNTY}, gen_random_uuid(), 'K' || n, 2, case when n % 12 = 0 then '03' else '01' end,
      case when n <= 48 then ${uuid("grid", 1)}::uuid else ${uuid("grid", 2)}::uuid end, p, p, ${by}
    from (select n, ST_SnapToGrid(ST_SetSRID(ST_MakePoint(
        case when n <= 48 then 107.001 else 107.011 end + (n % 8) * 0.0002,
        29.006 + (n / 8 % 6) * 0.0002), 4326), 1e-7) as p
      from generate_series(1, 96) n) h`);
}
