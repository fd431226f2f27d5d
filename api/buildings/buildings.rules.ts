import { sql } from "drizzle-orm";
import { followed, inGrid } from "../grids/grid-of-place.js";
import type { WriteRules } from "../writing/rules.js";

export const buildingRules: WriteRules = {
  settle: (_tx, set) => inGrid(set),
  after: followed,

  async beforeRetire(tx, { county, ids }) {
    const [lived] = await tx.rows<{ n: number }>(sql`
      select count(*)::int as n from household where county_id = ${county}
        and building_id = any(${sql.param([...ids])}::uuid[]) and retired_at is null`);
    if (lived!.n === 0) return null;
    const reason = `${lived!.n} households live in this building. Move or retire them first`;
    return { field: "id", kind: "rule", reason };
  },
};
