import { sql } from "drizzle-orm";
import { badInput } from "../core/refusal.js";
import { followed, inGridOf, left } from "../grids/grid-of-place.js";
import type { LayerRules } from "../layers/rules.js";

export const buildingRules: LayerRules = {
  complete: inGridOf("buildings"),
  after: followed("buildings"),
  afterRetire: left("buildings"),

  async beforeRetire(tx, at) {
    const [lived] = await tx.rows<{ n: number }>(
      sql`select count(*)::int as n from household
        where county_id = ${at.county} and building_id = ${at.id}::uuid and retired_at is null`,
    );
    if (lived!.n > 0)
      throw badInput(
        "id",
        `id: ${lived!.n} households live in this building. Move or retire them first.`,
      );
  },
};
