import { sql } from "drizzle-orm";
import { gridAt, recordMembership } from "../grids/grids.service.js";
import { geometrySql } from "../layers/area.js";
import { formatId, parseId } from "../layers/identifier.js";
import { requiredGeometry, type LayerRules } from "../layers/rules.js";
import { badInput } from "../refusal.js";

export const buildingRules: LayerRules = {
  async complete(tx, p) {
    const geometry = requiredGeometry(p.geometry);
    const grid = await gridAt(tx, p.county, sql`ST_PointOnSurface(${geometrySql(geometry)})`);
    return { values: { ...p.values, gridId: grid ? formatId(p.county, grid.id) : null }, geometry, gridId: grid?.id ?? null, villageCode: grid?.villageCode ?? null };
  },

  async after(tx, w) {
    const gridId = w.values["gridId"] as string | null;
    await recordMembership(tx, "buildings", w.county, w.id, gridId ? parseId(gridId).id : null);
  },

  async beforeRetire(tx, at) {
    const [lived] = await tx.rows<{ n: number }>(sql`select count(*)::int as n from household where county_id = ${at.county} and building_id = ${at.id}::uuid and retired_at is null`);
    if (lived!.n > 0) throw badInput("id", `id: ${lived!.n} households live in this building. Move or retire them first.`);
  },
};
