import {
  type Box,
  bandOffsets,
  cellCentre,
  countInCells,
  type Lattice,
  latticeOver,
} from "./lattice.js";
import { latticeWeights } from "./lattice-weights.js";
import { localG } from "./local-g.js";
import type { LocalOptions, LocalResult } from "./local-result.js";
import { type Warning, warning } from "./phrases.js";

export interface HotSpotsOptions extends LocalOptions {
  /** Metres between cell centres. */
  cellMetres: number;
  kind?: "hex" | "square";
  /**
   * Default: the first ring (six hexagons, eight squares); a dashboard's quick choice, stated in
   * the record.
   */
  bandMetres?: number;
  /** Default: the box of the points. */
  box?: Box;
  /** Which cells an incident is possible in; default: those inside the box, with a warning. */
  mask?: (lattice: Lattice) => Uint8Array;
  maskText?: string;
  /** How well places are known, metres; a smaller cell gets a warning. */
  accuracyMetres?: number;
}

export interface HotSpots extends LocalResult {
  readonly lattice: Lattice;
  readonly counts: Float64Array;
  readonly mask: Uint8Array;
}

/**
 * The whole way from incidents to a map of hot spots: cells, zeros inside the mask, Gi*, p, q,
 * bins. Coordinates are metres in a plane.
 */
export function hotSpotsOfPoints(
  x: Float64Array,
  y: Float64Array,
  options: HotSpotsOptions,
): HotSpots {
  const box = options.box ?? boxOf(x, y),
    kind = options.kind ?? "hex",
    { cellMetres } = options;
  const lattice = latticeOver(box, cellMetres, kind),
    { counts, outside } = countInCells(lattice, x, y);
  const mask = options.mask ? options.mask(lattice) : cellsInBox(lattice, box);
  const bandMetres = options.bandMetres ?? cellMetres * (kind === "hex" ? 1 : Math.SQRT2),
    offsets = bandOffsets(lattice, bandMetres);
  let beyond = outside,
    inside = 0;
  for (let i = 0; i < counts.length; i++) {
    if (mask[i]) inside += counts[i];
    else {
      beyond += counts[i];
      counts[i] = 0;
    }
  }
  const weights = latticeWeights({
    columns: lattice.columns,
    rows: lattice.rows,
    offsets,
    mask,
    cellMetres,
    bandMetres,
    maskText:
      options.maskText ??
      (options.mask
        ? "cells given as possible"
        : "cells whose centre lies in the box of the incidents"),
    neighbours: `${offsets.length} cells with centres within ${bandMetres} m`,
  });
  const result = localG(counts, weights, {
    values: `incidents a ${kind === "hex" ? "hexagon" : "square"}`,
    ...options,
  });
  const warnings: Warning[] = [...result.record.warnings];
  if (!options.mask) warnings.push(warning("no-mask", {}));
  if (beyond > 0) warnings.push(warning("outside-mask", { count: beyond, all: x.length }));
  if (inside < 60) warnings.push(warning("few-incidents", { count: inside }));
  const { accuracyMetres } = options;
  if (accuracyMetres !== undefined && cellMetres < accuracyMetres)
    warnings.push(warning("cell-below-accuracy", { cellMetres, accuracyMetres }));
  return {
    ...result,
    record: {
      ...result.record,
      parameters: { ...result.record.parameters, incidents: inside },
      warnings,
    },
    lattice,
    counts,
    mask,
  };
}

function boxOf(x: Float64Array, y: Float64Array): Box {
  let minX = Infinity,
    minY = Infinity,
    maxX = -Infinity,
    maxY = -Infinity;
  for (let i = 0; i < x.length; i++) {
    if (x[i] < minX) minX = x[i];
    if (x[i] > maxX) maxX = x[i];
    if (y[i] < minY) minY = y[i];
    if (y[i] > maxY) maxY = y[i];
  }
  return x.length ? { minX, minY, maxX, maxY } : { minX: 0, minY: 0, maxX: 0, maxY: 0 };
}

/**
 * The parallelogram of hexagons reaches far beyond the box; half a cell of slack keeps those that
 * straddle its edge.
 */
function cellsInBox(lattice: Lattice, box: Box): Uint8Array {
  const mask = new Uint8Array(lattice.columns * lattice.rows),
    slack = lattice.spacing / 2;
  for (let i = 0; i < mask.length; i++) {
    const [x, y] = cellCentre(lattice, i);
    if (
      x >= box.minX - slack &&
      x <= box.maxX + slack &&
      y >= box.minY - slack &&
      y <= box.maxY + slack
    )
      mask[i] = 1;
  }
  return mask;
}
