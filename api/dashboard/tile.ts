import type { Context } from "../core/context.js";
import type { RootPrice } from "../cost/dear-fields.js";
import { registerRoot } from "../cost/dear-fields.js";

/** A tile of dashboards: what it is filled from, at what price, and who may look at it. */
export interface Tile {
  id: string;
  /** Root fields, and what each costs by its arguments. */
  roots: Readonly<Record<string, RootPrice>>;
  /** How often it is worth asking anew where nothing is heard. */
  everySeconds: number;
  isVisible(context: Context): boolean;
}

const tiles = new Map<string, Tile>();

/** Called by api/domains.ts alone: a domain adds its own. */
export function registerTiles(some: readonly Tile[]): void {
  for (const tile of some) {
    if (tiles.has(tile.id)) throw new Error(`two tiles are called ${tile.id}`);
    tiles.set(tile.id, tile);
    for (const [field, price] of Object.entries(tile.roots)) registerRoot(field, price);
  }
}

export const allTiles = (): Tile[] => [...tiles.values()];
export const isTile = (id: string): boolean => tiles.has(id);
