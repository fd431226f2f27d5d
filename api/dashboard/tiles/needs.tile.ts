import type { Tile } from "../tile.js";
import { todayWork } from "../today-cost.js";
import { hotNowWork, newestWork } from "./prices.js";
import { seesGround } from "./sees-ground.js";

/** What needs somebody next? */
export const needsTile: Tile = {
  id: "needs",
  roots: {
    needs: (args, sizes) =>
      todayWork(args, sizes) + hotNowWork(args, sizes) + newestWork(args, sizes),
  },
  everySeconds: 60,
  isVisible: seesGround,
};
