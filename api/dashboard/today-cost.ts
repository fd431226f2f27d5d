import { layerOf } from "../../schema/layers/index.js";
import type { RootPrice } from "../cost/dear-fields.js";
import { groupsWork, objectIn } from "../cost/prices.js";
import { DAYS_KNOWN } from "./today.service.js";

/** One scan of the county's half year by village and day, with an area a second one of it. */
export const todayWork: RootPrice = ({ area }, sizes) => {
  const from = new Date(Date.now() - DAYS_KNOWN * 86_400_000).toISOString();
  const scan = (filter: Record<string, unknown>) =>
    groupsWork(layerOf("incidents"), { from, ...filter }, "VILLAGE", sizes);
  return scan({}) + (area == null ? 0 : scan({ area: objectIn(area) }));
};
