import type { GridId } from "../edge.js";

/** What every operation takes besides its own arguments. */
export interface OperationOptions {
  /** Grids that must stay as they are. */
  readonly locked?: ReadonlySet<GridId>;
  /**
   * Grids narrower (metres) and smaller (square metres) than this are warned of; 1 m and 100 m² by
   * default.
   */
  readonly sliver?: { readonly width: number; readonly area: number };
}
