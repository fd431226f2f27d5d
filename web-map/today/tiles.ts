import type { ComponentType } from "react";
import { Categories } from "./tiles/categories.js";
import { HotNow } from "./tiles/hot-now.js";
import { LastDays } from "./tiles/last-days.js";
import { Needs } from "./tiles/needs.js";
import { Newest } from "./tiles/newest.js";
import { TodayCount } from "./tiles/today-count.js";
import { UsualClock } from "./tiles/usual-clock.js";
import type { Template } from "./today-address.js";
import type { TodayWord } from "./words.js";

/**
 * A tile of the page. `figure`: a number to be read from afar, above; `list`: beside the map,
 * lines; `strip`: below it, a pattern; `map`: what is left.
 */
export interface TileKind {
  id: string;
  title: TodayWord;
  kind: "figure" | "list" | "strip" | "map";
  Tile: ComponentType;
}

/** All that there are; a domain that has something to say adds its own. */
export const TILES: readonly TileKind[] = [
  { id: "today", title: "today", kind: "figure", Tile: TodayCount },
  { id: "lastDays", title: "lastDays", kind: "figure", Tile: LastDays },
  { id: "needs", title: "needs", kind: "list", Tile: Needs },
  { id: "hotNow", title: "hotNow", kind: "map", Tile: HotNow },
  { id: "newest", title: "newest", kind: "list", Tile: Newest },
  { id: "clock", title: "clock", kind: "strip", Tile: UsualClock },
  { id: "categories", title: "categories", kind: "strip", Tile: Categories },
];

/** What each template shows until somebody arranges it, in this order. */
export const USUAL_TILES: Readonly<Record<Template, readonly string[]>> = {
  wall: ["today", "lastDays", "newest", "needs", "hotNow", "clock", "categories"],
  phone: ["today", "needs", "hotNow", "newest"],
  desk: ["today", "lastDays", "newest", "needs", "hotNow", "clock", "categories"],
};

/** In the order that is asked for; what this page does not know it leaves out. */
export const tilesOf = (ids: readonly string[]): TileKind[] =>
  [...new Set(ids)].flatMap((id) => TILES.find((tile) => tile.id === id) ?? []);
