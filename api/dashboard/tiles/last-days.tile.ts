import { layerOf } from "../../../schema/layers/index.js";
import type { Tile } from "../tile.js";
import { lastDaysWork } from "./prices.js";

/** What way are the last weeks going? */
export const lastDaysTile: Tile = {
  id: "lastDays",
  roots: { lastDays: lastDaysWork },
  everySeconds: 600,
  isVisible: (context) => context.tryAccess(layerOf("incidents")) !== null,
};
