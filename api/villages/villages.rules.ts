import { sql } from "drizzle-orm";
import type { WriteRules } from "../writing/rules.js";

export const villageRules: WriteRules = {
  settle: () => ({ village: sql`s.code` }),

  async beforeRetire(tx, { county, ids }) {
    const [used] = await tx.rows<{ n: number }>(sql`
      select count(*)::int as n from grid g
      join village v on v.county_id = g.county_id and v.code = g.village_code
      where v.county_id = ${county} and v.id = any(${sql.param([...ids])}::uuid[])
        and g.retired_at is null`);
    if (used!.n === 0) return null;
    const reason = `${used!.n} grids belong to this village. Retire or reassign them first`;
    return { field: "id", kind: "rule", reason };
  },
};
