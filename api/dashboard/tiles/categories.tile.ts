import { layerOf } from "../../../schema/layers/index.js";
import type { Tile } from "../tile.js";
import { categoriesWork } from "./prices.js";

/** Of what kinds are there more or fewer than in other years? */
export const categoriesTile: Tile = {
  id: "categories",
  roots: { categoryBands: categoriesWork },
  everySeconds: 600,
  isVisible: (context) => context.tryAccess(layerOf("incidents")) !== null,
};
