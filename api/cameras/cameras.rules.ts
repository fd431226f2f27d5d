import { gridAt, recordMembership } from "../grids/grids.service.js";
import { geometrySql } from "../layers/area.js";
import { formatId, parseId } from "../layers/identifier.js";
import { requiredGeometry, type LayerRules } from "../layers/rules.js";

export const cameraRules: LayerRules = {
  async complete(tx, p) {
    const geometry = requiredGeometry(p.geometry);
    const grid = await gridAt(tx, p.county, geometrySql(geometry));
    return { values: { ...p.values, gridId: grid ? formatId(p.county, grid.id) : null }, geometry, gridId: grid?.id ?? null, villageCode: grid?.villageCode ?? null };
  },

  async after(tx, w) {
    const gridId = w.values["gridId"] as string | null;
    await recordMembership(tx, "cameras", w.county, w.id, gridId ? parseId(gridId).id : null);
  },
};
