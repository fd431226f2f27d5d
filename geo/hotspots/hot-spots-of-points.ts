import { type CountsOptions, type HotSpots, hotSpotsOfCounts } from "./hot-spots-of-counts.js";
import { type Box, cellCentre, countInCells, type Lattice, latticeOver } from "./lattice.js";
import { maskSaid } from "./phrases.js";

export interface HotSpotsOptions extends Omit<CountsOptions, "mask" | "denominator"> {
  /** Metres between cell centres. */
  cellMetres: number;
  kind?: "hex" | "square";
  /** Default: the box of the points. */
  box?: Box;
  /** Which cells an incident is possible in; default: those inside the box, with a warning. */
  mask?: (lattice: Lattice) => Uint8Array;
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
  const { cellMetres, kind = "hex", box = boxOf(x, y), mask, ...rest } = options;
  const lattice = latticeOver(box, cellMetres, kind),
    { counts } = countInCells(lattice, x, y);
  const map = hotSpotsOfCounts(lattice, counts, x.length, {
    maskSaid: maskSaid(mask ? "cells-given" : "box-of-incidents", {}),
    ...rest,
    mask: mask ? mask(lattice) : cellsInBox(lattice, box),
  });
  if (mask) return map;
  const warnings = [{ code: "no-mask", params: {} } as const, ...map.record.warnings];
  return { ...map, record: { ...map.record, warnings } };
}

/** The box of some points, metres; of none a point. */
export function boxOf(x: Float64Array, y: Float64Array): Box {
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
