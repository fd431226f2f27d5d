/** What a packed change is; packed-change.ts packs and unpacks. */
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { GridId, Label } from "./edge.js";
import type { Note, Properties } from "./model.js";

/** A border from node to node (EPSG:4326), with the grid on its left and on its right. */
export interface PackedEdge {
  readonly line: readonly Position[];
  readonly left: Label;
  readonly right: Label;
}

/** A grid's outline before and after; null: it is not there. */
export interface Redrawn {
  readonly id: GridId;
  readonly before: Polygon | MultiPolygon | null;
  readonly after: Polygon | MultiPolygon | null;
}

/** A change as JSON: borders that go and come, grids before and after (null: there was none). */
export interface PackedChange {
  readonly note: Note;
  readonly remove: readonly PackedEdge[];
  readonly add: readonly PackedEdge[];
  readonly grids: readonly {
    readonly id: GridId;
    readonly before: Properties | null;
    readonly after: Properties | null;
  }[];
  /**
   * Of a cleaning: polygons that were no coverage have no borders to name, so outlines are told
   * whole, and `remove` and `add` are empty.
   */
  readonly redrawn?: readonly Redrawn[];
}
