import { layerOf } from "../../../schema/layers/index.js";
import type { Tile } from "../tile.js";
import { clockWork } from "./prices.js";

/** At what hours? */
export const clockTile: Tile = {
  id: "clock",
  roots: { usualWeek: clockWork },
  everySeconds: 600,
  isVisible: (context) => context.tryAccess(layerOf("incidents")) !== null,
};
