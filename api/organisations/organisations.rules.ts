import { parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { LayerRules } from "../layers/rules.js";
import { hangsOn, isBelow } from "./organisations.queries.js";

export const organisationRules: LayerRules = {
  async complete(tx, { values, before, county }) {
    const { parentId } = values as { parentId?: string | null };
    if (before && parentId) {
      const parent = parseId(parentId, "parentId").id;
      if (await isBelow(tx, { county, id: before.id }, parent))
        throw badInput(
          "parentId",
          "parentId: is this organisation or one below it; choose one that is not.",
        );
    }
    return { values, geometry: null };
  },

  async beforeRetire(tx, at) {
    const { below, places } = await hangsOn(tx, at);
    if (below > 0)
      throw new Refusal(
        "CONFLICT",
        `This organisation has ${below} below it: give them another parent first.`,
      );
    if (places > 0)
      throw new Refusal(
        "CONFLICT",
        `This organisation answers for ${places} grids or villages: retire those jurisdictions ` +
          "first, or give them to another.",
      );
  },
};

export const jurisdictionRules: LayerRules = {
  async complete(_tx, { values }) {
    const named = ["gridId", "villageId"].filter((name) => values[name] != null);
    if (named.length !== 1)
      throw badInput("gridId", "gridId, villageId: give exactly one of the two.");
    return { values, geometry: null };
  },
};
