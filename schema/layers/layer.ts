import {
  type Declaration,
  type FieldSpecs,
  type GeometryKind,
  type LayerName,
  type Named,
  namedFields,
  type Sensitivity,
  type Written,
} from "../declaration.js";

export * from "../declaration.js";

/** What has a place: it is on the map, in tiles, and can be imported. */
export interface Layer extends Declaration {
  name: LayerName;
  geometry: GeometryKind;
  /**
   * Column that holds the place; `coarse` one that viewers without the exact place get in its
   * stead, everywhere.
   */
  geometryColumn: string;
  coarseColumn?: string;
  /** Sensitivity of the exact geometry. */
  geometrySensitivity: Sensitivity;
  /**
   * It has no place of its own: it is the line between two rows of another layer, these references,
   * and belongs to the grid of the first. Two are joined once in each category.
   */
  joins?: readonly [string, string];
  /** Its rows share borders: they are drawn where no gap and no overlap can arise. */
  boundary?: true;
  /** Further out than a zoom only these kinds are in tiles, outermost first. */
  fewerUntil?: readonly { zoom: number; kinds: readonly string[] }[];
  /**
   * From this zoom single objects are in the tiles; further out they are aggregated or left out.
   */
  minZoom: number;
  /**
   * From this zoom its tiles tell where each object is named: one point on it, in the one tile that
   * holds the point. Absent: its objects carry no names on a map, or carry them along a line.
   */
  namesZoom?: number;
  /** Metres within which it is told with what stands or happens there; of two the shorter way. */
  near?: number;
  /** A long one (a river) is named again along its way, in every second tile it runs through. */
  namesRepeat?: boolean;
}

/** Declares a layer: its fields are named by the keys they stand under. */
export const layer = <const F extends FieldSpecs>(
  written: Written<Layer, F>,
): Layer & Named<F> => ({
  ...written,
  ...namedFields(written.fields),
});

/** Is a place given when it is written, and can it be moved? */
export const hasOwnPlace = (declaration: Declaration): declaration is Layer =>
  isLayer(declaration) && !declaration.joins;

export const isLayer = (declaration: Declaration): declaration is Layer =>
  declaration.geometry !== undefined;
