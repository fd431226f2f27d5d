import type { ComponentType } from "react";
import { TodayCount } from "./tiles/today-count.js";
import type { Template } from "./today-context.js";
import type { TodayWord } from "./words.js";

/**
 * A tile of the page. `figure`: a number to be read from afar, above; `list`: beside the map, lines;
 * `strip`: below it, a pattern; `map`: what is left.
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
];

/** What each template shows until somebody arranges it, in this order. */
export const USUAL_TILES: Readonly<Record<Template, readonly string[]>> = {
  wall: ["today"],
  phone: ["today"],
  desk: ["today"],
};

/** In the order that is asked for; what this page does not know it leaves out. */
export const tilesOf = (ids: readonly string[]): TileKind[] =>
  [...new Set(ids)].flatMap((id) => TILES.find((tile) => tile.id === id) ?? []);
