import type { Tile } from "../tile.js";
import { hotNowWork } from "./prices.js";
import { seesGround } from "./sees-ground.js";

/** Where do incidents stand out, and since when? */
export const hotNowTile: Tile = {
  id: "hotNow",
  roots: { hotNow: hotNowWork },
  everySeconds: 300,
  isVisible: seesGround,
};
