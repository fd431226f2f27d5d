import type { Tile } from "../tile.js";
import { categoriesTile } from "./categories.tile.js";
import { clockTile } from "./clock.tile.js";
import { hotNowTile } from "./hot-now.tile.js";
import { lastDaysTile } from "./last-days.tile.js";
import { needsTile } from "./needs.tile.js";
import { newestTile } from "./newest.tile.js";
import { todayTile } from "./today.tile.js";

/** What can be told of incidents, in the order in which a wall has it. */
export const DASHBOARD_TILES: readonly Tile[] = [
  todayTile,
  lastDaysTile,
  newestTile,
  hotNowTile,
  needsTile,
  clockTile,
  categoriesTile,
];
