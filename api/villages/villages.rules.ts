import { sql } from "drizzle-orm";
import { badInput } from "../core/refusal.js";
import { type LayerRules, requiredGeometry } from "../layers/rules.js";

export const villageRules: LayerRules = {
  complete: async (_tx, p) => ({
    values: p.values,
    geometry: requiredGeometry(p.geometry),
    villageCode: (p.values["code"] as string | undefined) ?? null,
  }),

  async beforeRetire(tx, at) {
    const [used] = await tx.rows<{ n: number }>(sql`
      select count(*)::int as n from grid g
      join village v on v.county_id = g.county_id and v.code = g.village_code
      where v.county_id = ${at.county} and v.id = ${at.id}::uuid and g.retired_at is null`);
    if (used!.n > 0)
      throw badInput(
        "id",
        `id: ${used!.n} grids belong to this village. Retire or reassign them first.`,
      );
  },
};
