import type { GridId } from "./edge.js";
import type { Face, Properties } from "./model.js";

/**
 * The property that locks a grid. It lives among what is known of the grid, so that locking is
 * saved with it and undone like any other change.
 */
export const LOCK = "locked";

export function hasLock(properties: Properties | null | undefined): boolean {
  return properties?.[LOCK] === true;
}

/** May the grid change? By its own lock, and by what the caller holds fixed besides. */
export function isLocked(face: Face | undefined, fixed?: ReadonlySet<GridId>): boolean {
  return face !== undefined && (hasLock(face.properties) || (fixed?.has(face.id) ?? false));
}
