import type { GridId } from "./edge.js";
import type { Note, Properties } from "./model.js";

export interface RewireOptions {
  readonly note: Note;
  /** Grids that appear, disappear or change properties. */
  readonly grids?: readonly {
    readonly id: GridId;
    readonly before: Properties | null;
    readonly after: Properties | null;
  }[];
  /** How many parts a grid may have afterwards, where that differs from what it had. */
  readonly maxParts?: ReadonlyMap<GridId, number>;
  readonly locked?: ReadonlySet<GridId>;
  /** What was there before comes back: in as many parts, and with its cracks. */
  readonly restoring?: boolean;
  /** Slivers narrower (metres) and smaller (square metres) than this are warned of. */
  readonly sliver?: { readonly width: number; readonly area: number };
}
