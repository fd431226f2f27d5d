/** Operations as data: coordinates and ids only, so that they can be kept, sent and made again. */
import type { Position } from "geojson";
import type { GridId } from "./edge.js";
import type { Properties } from "./model.js";
import type { PackedChange } from "./packed.js";

/** Places are longitude and latitude, WGS 84; grids and buildings are named by their ids. */
export type GridOperation =
  /** Moves a vertex; every border through it follows. */
  | { readonly kind: "move-node"; readonly from: Position; readonly to: Position }
  /** Moves the border at a place (within 5 m) by degrees east and north. */
  | { readonly kind: "move-edge"; readonly at: Position; readonly by: Position }
  /** Puts a vertex into the border nearest to a place, within so many metres (5). */
  | { readonly kind: "insert-node"; readonly at: Position; readonly within?: number }
  | { readonly kind: "remove-node"; readonly at: Position }
  /**
   * Draws a grid's border anew along a line; `outside` false: the outside neither gives nor takes.
   */
  | {
      readonly kind: "reshape-grid";
      readonly grid: GridId;
      readonly line: readonly Position[];
      readonly outside?: boolean;
    }
  /** Splits along a line these grids, or all that it crosses; new ids are used in turn. */
  | {
      readonly kind: "split-grids";
      readonly line: readonly Position[];
      readonly grids?: readonly GridId[];
      readonly newIds?: readonly GridId[];
    }
  /** Gives the ground of the grids to the one that is kept. */
  | { readonly kind: "merge-grids"; readonly grids: readonly GridId[]; readonly keep: GridId }
  /** Hands the ground of buildings over; the border runs in the gaps between buildings. */
  | { readonly kind: "hand-buildings"; readonly buildings: readonly string[]; readonly to: GridId }
  /** Gives what lies inside an outline to a grid, from these grids or from all. */
  | {
      readonly kind: "hand-piece";
      readonly outline: readonly Position[];
      readonly to: GridId;
      readonly from?: readonly GridId[];
    }
  /** A new grid on ground that belongs to none. */
  | {
      readonly kind: "add-grid";
      readonly grid: GridId;
      readonly outline: readonly Position[];
      readonly properties?: Properties;
    }
  /** A new grid out of the ground of others. */
  | {
      readonly kind: "carve-enclave";
      readonly grid: GridId;
      readonly outline: readonly Position[];
      readonly properties?: Properties;
      readonly from?: readonly GridId[];
    }
  /** A new grid drawn roughly, led to the vertices and borders within so many metres. */
  | {
      readonly kind: "snap-outline";
      readonly grid: GridId;
      readonly outline: readonly Position[];
      readonly tolerance: number;
      readonly properties?: Properties;
    }
  /** Numbers grids from west to east and north to south, from `first` (1), into a property. */
  | {
      readonly kind: "number-grids";
      readonly grids?: readonly GridId[];
      readonly first?: number;
      readonly property?: string;
    }
  /** Tells something of a grid; null takes a key away. */
  | { readonly kind: "set-properties"; readonly grid: GridId; readonly properties: Properties }
  | { readonly kind: "lock"; readonly grids: readonly GridId[] }
  | { readonly kind: "unlock"; readonly grids: readonly GridId[] }
  /** Makes a packed change: an inverse takes one back, itself makes it once more. */
  | { readonly kind: "restore"; readonly change: PackedChange };
