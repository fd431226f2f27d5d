import { layerOf } from "../../../schema/layers/index.js";
import type { Tile } from "../tile.js";
import { newestWork } from "./prices.js";

/** What happens? */
export const newestTile: Tile = {
  id: "newest",
  roots: { newestIncidents: newestWork },
  everySeconds: 60,
  isVisible: (context) => context.tryAccess(layerOf("incidents")) !== null,
};
