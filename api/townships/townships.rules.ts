import { countVillagesOf } from "../villages/villages.service.js";
import type { WriteRules } from "../writing/rules.js";
import { townshipCodes } from "./townships.service.js";

export const townshipRules: WriteRules = {
  async beforeRetire(tx, { county, ids }) {
    const used = await countVillagesOf(tx, county, await townshipCodes(tx, county, ids));
    if (used === 0) return null;
    const reason = `${used} villages belong to this township. Retire or reassign them first`;
    return { field: "id", kind: "rule", reason };
  },
};
