import { createBarriers } from "../barriers.js";
import { barredPairs, withoutPairs } from "./barred-weights.js";
import { sameLength } from "./check.js";
import { bandOffsets, cellAt, cellCentre, cellCount, type Lattice } from "./lattice.js";
import { latticeWeights } from "./lattice-weights.js";
import { localG } from "./local-g.js";
import type { LocalOptions, LocalResult } from "./local-result.js";
import {
  type MaskSaid,
  maskSaid,
  neighboursSaid,
  type ValuesCode,
  type Warning,
  warning,
} from "./phrases.js";
import { ratesOf, warningsOfCounts, whyNone } from "./rates-of-cells.js";
import type { SpatialWeights } from "./spatial-weights.js";

type Place = readonly [x: number, y: number];

/** Lines between which cells are no neighbours, and where one comes across; metres in a plane. */
export interface BarrierLines {
  readonly lines: readonly (readonly Place[])[];
  readonly crossings: readonly Place[];
}

export interface CountsOptions extends LocalOptions {
  /**
   * Default: the first ring (six hexagons, eight squares); a dashboard's quick choice, stated in
   * the record.
   */
  bandMetres?: number;
  /** 1 where an incident is possible; default every cell of the lattice, with a warning. */
  mask?: Uint8Array | null;
  maskSaid?: MaskSaid;
  /** How well places are known, metres; a smaller cell gets a warning. */
  accuracyMetres?: number;
  barriers?: BarrierLines | null;
  /**
   * What an incident could have happened to, a cell: households, metres of street. The statistic is
   * then that of the empirical Bayes rate, and cells without a denominator leave the map.
   */
  denominator?: Float64Array | null;
  /** Denominators below this have no rate. */
  leastDenominator?: number;
  /** A map of fewer incidents has no values; default 2. */
  leastIncidents?: number;
}

export interface HotSpots extends LocalResult {
  readonly lattice: Lattice;
  /** Incidents a cell; 0 outside the mask. */
  readonly counts: Float64Array;
  readonly mask: Uint8Array;
  /** The empirical Bayes rate a cell, where there are denominators. */
  readonly rate: Float64Array | null;
}

/** A walk over a crossing may be so many times the band. */
const DETOUR = 2;

/**
 * From counts of cells to a map of hot spots: zeros inside the mask, neighbours that no barrier
 * parts, Gi*, p, q, bins. A map of too few incidents, of one cell that holds them all, or of rates
 * that chance alone makes differ has no values, with the reason.
 * @param counts incidents a cell, one slot a cell of the lattice; left as they are
 * @param total all incidents that were asked for, those beyond the lattice too
 */
export function hotSpotsOfCounts(
  lattice: Lattice,
  counts: Float64Array,
  total: number,
  options: CountsOptions = {},
): HotSpots {
  const slots = cellCount(lattice);
  sameLength("counts", slots, counts.length);
  const mask = options.mask ?? new Uint8Array(slots).fill(1);
  sameLength("mask", slots, mask.length);
  const { denominator = null } = options;
  const rates = denominator && ratesOf(counts, denominator, mask, options.leastDenominator);
  const possible = rates ? rates.mask : mask;
  const held = counts.map((count, i) => (possible[i] ? count : 0));
  let inside = 0,
    cells = 0;
  for (const count of held) {
    inside += count;
    if (count > 0) cells++;
  }
  const weights = weightsOf(lattice, possible, options);
  const { bandMetres, barriers, maskSaid: said, denominator: _, ...local } = options;
  const result = localG(rates ? rates.estimate : held, weights, {
    values: rates ? "empirical-bayes-rate" : valuesOf(lattice),
    rawCounts: !rates,
    noValue: whyNone(inside, cells, { least: options.leastIncidents, rates }),
    ...local,
  });
  return {
    ...result,
    record: {
      ...result.record,
      parameters: { ...result.record.parameters, ...rates?.parameters, incidents: inside },
      warnings: [
        ...result.record.warnings,
        ...(rates?.warnings ?? []),
        ...warningsOf(lattice, warningsOfCounts(inside, total, rates?.left), options),
      ],
    },
    lattice,
    counts: held,
    mask: possible,
    rate: rates?.estimate ?? null,
  };
}

const valuesOf = ({ kind }: Lattice): ValuesCode =>
  kind === "hex" ? "incidents-per-hexagon" : "incidents-per-square";

function weightsOf(lattice: Lattice, mask: Uint8Array, options: CountsOptions): SpatialWeights {
  const { columns, rows, kind, spacing } = lattice;
  const bandMetres = options.bandMetres ?? spacing * (kind === "hex" ? 1 : Math.SQRT2),
    offsets = bandOffsets(lattice, bandMetres);
  const weights = latticeWeights({
    columns,
    rows,
    offsets,
    mask,
    cellMetres: spacing,
    bandMetres,
    maskSaid: options.maskSaid ?? maskSaid(options.mask ? "cells-given" : "every-cell", {}),
    neighbours: neighboursSaid("cells-within", { cells: offsets.length, bandMetres }),
  });
  if (!options.barriers) return weights;
  const { lines, crossings } = options.barriers;
  const barriers = createBarriers(lines, crossings, DETOUR * bandMetres);
  return barriers
    ? withoutPairs(weights, barredPairs(lattice, mask, offsets, lines, barriers))
    : weights;
}

function warningsOf(
  { spacing }: Lattice,
  ofCounts: readonly Warning[],
  { mask, accuracyMetres }: CountsOptions,
): Warning[] {
  const warnings: Warning[] = [];
  if (!mask) warnings.push(warning("no-mask", {}));
  warnings.push(...ofCounts);
  if (accuracyMetres !== undefined && spacing < accuracyMetres)
    warnings.push(warning("cell-below-accuracy", { cellMetres: spacing, accuracyMetres }));
  return warnings;
}

/** Hot or cold without an incident of its own: by its neighbours alone. */
export const isByNeighbours = ({ bin, counts }: HotSpots, cell: number): boolean =>
  bin[cell] !== 0 && counts[cell] === 0;

/** The next cell size, at which what is stable shows again. */
export const nextCellMetres = (cellMetres: number): number => 2 * cellMetres;

/**
 * 1 where a cell is hot (or cold) and the cell of another size that holds its centre is too: the
 * rest depends on the size of the cells.
 */
export function stableCells(fine: HotSpots, coarse: HotSpots): Uint8Array {
  const stable = new Uint8Array(fine.bin.length);
  for (let i = 0; i < stable.length; i++) {
    if (fine.bin[i] === 0) continue;
    const [x, y] = cellCentre(fine.lattice, i);
    const there = cellAt(coarse.lattice, x, y);
    if (there >= 0 && Math.sign(coarse.bin[there]) === Math.sign(fine.bin[i])) stable[i] = 1;
  }
  return stable;
}
