import { layerOf } from "../../../schema/layers/index.js";
import type { Tile } from "../tile.js";
import { todayWork } from "../today-cost.js";

/** Is today unusual? */
export const todayTile: Tile = {
  id: "today",
  roots: { today: todayWork },
  everySeconds: 60,
  isVisible: (context) => context.tryAccess(layerOf("incidents")) !== null,
};
