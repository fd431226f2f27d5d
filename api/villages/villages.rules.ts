import { sql } from "drizzle-orm";
import { countGridsOf } from "../grids/grids.service.js";
import type { WriteRules } from "../writing/rules.js";
import { codesById } from "./villages.service.js";

export const villageRules: WriteRules = {
  settle: () => ({ village: sql`s.code` }),

  async beforeRetire(tx, { county, ids }) {
    const used = await countGridsOf(tx, county, await codesById(tx, county, ids));
    if (used === 0) return null;
    const reason = `${used} grids belong to this village. End them in a plan first`;
    return { field: "id", kind: "rule", reason };
  },
};
