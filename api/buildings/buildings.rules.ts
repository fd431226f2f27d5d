import { followed, inGrid } from "../grids/grid-of-place.js";
import { countLivingIn } from "../households/households.service.js";
import type { WriteRules } from "../writing/rules.js";

export const buildingRules: WriteRules = {
  settle: (_tx, set) => inGrid(set),
  after: followed,

  async beforeRetire(tx, { county, ids }) {
    const lived = await countLivingIn(tx, county, ids);
    if (lived === 0) return null;
    const reason = `${lived} households live in this building. Move or retire them first`;
    return { field: "id", kind: "rule", reason };
  },
};
