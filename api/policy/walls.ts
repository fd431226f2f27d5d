import { Refusal } from "../core/refusal.js";
import type { Viewer } from "./viewer.js";

/**
 * What a wall (大屏) may ask for. Whoever walks by can take its credential, so beside the rows and
 * fields that the policy leaves it, it has only what its tiles are filled from: no list, no object,
 * no export, no change, and of tiles only those of the map beneath.
 */
const roots = new Set(["__typename"]);
const MAP: ReadonlySet<string> = new Set(["townships", "villages", "grids", "streets", "waters"]);

/** Called by api/domains.ts alone: root fields of queries and subscriptions. */
export function registerWallRoots(names: readonly string[]): void {
  for (const name of names) roots.add(name);
}

export const isWall = (viewer: Viewer): boolean =>
  viewer.kind === "device" && viewer.binding.to === "wall";

/** Of layers those that lie under what a wall shows. */
export const isSeen = (viewer: Viewer, layer: string): boolean => !isWall(viewer) || MAP.has(layer);

const forTiles = (what: string): Refusal =>
  new Refusal(
    "FORBIDDEN",
    `${what}: a wall may ask only for what its tiles show. Sign in at another screen.`,
  );

/** Refuses an operation of a wall that asks for anything else, or changes something. */
export function refuseOffWall(
  viewer: Viewer,
  kind: "query" | "mutation" | "subscription",
  fields: Iterable<string>,
): void {
  if (!isWall(viewer)) return;
  if (kind === "mutation") throw forTiles(kind);
  for (const field of fields) if (!roots.has(field)) throw forTiles(field);
}

/** Refuses a tile of a layer that is not of the map beneath; files are for people anyway. */
export function refuseTileOffWall(viewer: Viewer, name: string): void {
  if (!isSeen(viewer, name)) throw forTiles(name);
}
