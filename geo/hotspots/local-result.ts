import { benjaminiHochberg } from "./benjamini-hochberg.js";
import type { Deviations } from "./deviations.js";
import { localPermutations } from "./local-permutations.js";
import { twoSidedP } from "./normal.js";
import { type MethodCode, type ValuesCode, type Warning, warning } from "./phrases.js";
import { type ReasonCode, reasonByte, reasonOf } from "./reason.js";
import { ANALYTIC, countReasons, type LevelCount, type LocalComputed } from "./record.js";
import type { SpatialWeights } from "./spatial-weights.js";

export interface LocalOptions {
  /** Significance levels of the bins, at most three; default 0.10, 0.05, 0.01. */
  levels?: readonly number[];
  /** Conditional permutations instead of the normal approximation: how many (999), and the seed. */
  permutations?: { draws: number; seed: number };
  /** What the values are, for the record. */
  values?: ValuesCode;
  /**
   * Values are plain counts of incidents that have a denominator the caller did not use: adds a
   * warning.
   */
  rawCounts?: boolean;
  /** Why no cell of the map can have a value, where the caller knows it. */
  noValue?: ReasonCode | null;
}

/**
 * A map of local statistics, one slot a cell. Where `reason` is not 0 the value does not exist: z
 * is 0, p and q are 1, the bin is 0,
 * and `localValue` gives null with the reason. p is two-sided; q is the Benjamini-Hochberg adjusted
 * p of the whole map.
 */
export interface LocalResult {
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly q: Float64Array;
  /**
   * ±3, ±2, ±1 for q at most the smallest, middle, largest level, with the sign of z (for Moran: of
   * z too); else 0.
   */
  readonly bin: Int8Array;
  /** The same from p, uncorrected: for a toggle, not for a report. */
  readonly rawBin: Int8Array;
  readonly reason: Uint8Array;
  readonly record: LocalComputed;
}

/** One cell of a result as the seams speak it. */
export interface LocalValue {
  readonly z: number | null;
  readonly p: number | null;
  readonly q: number | null;
  readonly bin: number;
  readonly reason: ReasonCode | null;
}

export function localValue(result: LocalResult, i: number): LocalValue {
  const reason = reasonOf(result.reason[i]);
  return reason
    ? { z: null, p: null, q: null, bin: 0, reason }
    : { z: result.z[i], p: result.p[i], q: result.q[i], bin: result.bin[i], reason: null };
}

export const DEFAULT_LEVELS: readonly number[] = [0.1, 0.05, 0.01];

/** From z and reasons to p, q, bins and the sheet: the common end of Gi, Gi* and local Moran. */
export function finishLocal(
  method: MethodCode,
  dev: Deviations,
  z: Float64Array,
  reason: Uint8Array,
  weights: SpatialWeights,
  options: LocalOptions,
  parameters: Record<string, string | number | boolean | null>,
): LocalResult {
  const levels = [...(options.levels ?? DEFAULT_LEVELS)].sort((a, b) => b - a);
  if (
    levels.length < 1 ||
    levels.length > 3 ||
    levels.some((l) => !(l > 0 && l < 1)) ||
    new Set(levels).size < levels.length
  ) {
    throw new RangeError(
      `levels must be one to three different numbers between 0 and 1, got ${levels.join(", ")}`,
    );
  }
  const slots = z.length,
    draws = options.permutations;
  let p: Float64Array;
  if (draws) p = localPermutations(dev, weights, reason, draws.draws, draws.seed);
  else {
    p = new Float64Array(slots);
    for (let i = 0; i < slots; i++) p[i] = reason[i] ? 1 : twoSidedP(z[i]);
  }
  const q = benjaminiHochberg(p, reason);
  const bin = new Int8Array(slots),
    rawBin = new Int8Array(slots);
  const counts: LevelCount[] = [];
  for (const level of levels) {
    let pCut = -1,
      rawHot = 0,
      rawCold = 0,
      hot = 0,
      cold = 0;
    for (let i = 0; i < slots; i++) {
      if (p[i] > level || reason[i] || z[i] === 0) continue;
      const sign = z[i] > 0 ? 1 : -1;
      rawBin[i] += sign;
      if (sign > 0) rawHot++;
      else rawCold++;
      if (q[i] > level) continue;
      bin[i] += sign;
      if (sign > 0) hot++;
      else cold++;
      if (p[i] > pCut) pCut = p[i];
    }
    counts.push({ level, pCut: pCut < 0 ? null : pCut, rawHot, rawCold, hot, cold });
  }
  let links = 0,
    islands = 0,
    wide = 0;
  for (let i = 0; i < slots; i++) {
    if (weights.mask !== null && weights.mask[i] === 0) continue;
    links += weights.degree[i];
    if (weights.degree[i] === 0) islands++;
    if (4 * weights.degree[i] > dev.n) wide++;
  }
  const record: LocalComputed = {
    method,
    n: dev.n,
    masked: slots - dev.n,
    values: options.values ?? "as-given",
    mask: weights.maskSaid,
    parameters: {
      mean: dev.n ? dev.mean : null,
      ...parameters,
    },
    inference: draws
      ? { kind: "permutation", tail: "two-sided", permutations: draws.draws, seed: draws.seed }
      : ANALYTIC,
    cellMetres: weights.cellMetres,
    bandMetres: weights.bandMetres,
    neighbours: weights.neighbours,
    rowStandardised: weights.rowStandardised,
    barredPairs: weights.barredPairs,
    meanNeighbours: dev.n ? links / dev.n : 0,
    islands,
    correction: "benjamini-hochberg",
    levels: counts,
    withoutValue: countReasons(reason),
    warnings: warningsOf(dev, links / Math.max(1, dev.n), islands, wide, options),
  };
  return { z, p, q, bin, rawBin, reason, record };
}

/**
 * When the normal approximation deserves doubt: few cells, neighbourhoods of a quarter of the map,
 * extreme skew (Getis and Ord 1992, section on n and d).
 */
function warningsOf(
  dev: Deviations,
  meanDegree: number,
  islands: number,
  wide: number,
  options: LocalOptions,
): Warning[] {
  const warnings: Warning[] = [];
  if (dev.n < 30) warnings.push(warning("few-cells", { count: dev.n }));
  if (islands > 0) warnings.push(warning("islands", { count: islands, all: dev.n }));
  if (wide > 0) warnings.push(warning("wide-neighbourhood", { count: wide }));
  if (!dev.constant && dev.n > 0 && options.permutations === undefined) {
    let cubes = 0;
    for (let i = 0; i < dev.d.length; i++) cubes += dev.d[i] * dev.d[i] * dev.d[i];
    const skewness = cubes / dev.n / (dev.sumSquares / dev.n) ** 1.5;
    // Skewness of a neighbourhood's mean falls with the root of its size; 1 is the usual bound for
    // trusting a normal tail.
    if (Math.abs(skewness) / Math.sqrt(1 + meanDegree) > 1)
      warnings.push(warning("skewed", { skewness }));
  }
  if (options.rawCounts) warnings.push(warning("raw-counts", {}));
  return warnings;
}

/** Marks what no local statistic can answer, cell by cell; true when nothing is left to compute. */
export function markReasons(
  dev: Deviations,
  weights: SpatialWeights,
  fewest: number,
  reason: Uint8Array,
  noValue: ReasonCode | null = null,
): boolean {
  const none = noValue
    ? reasonByte(noValue)
    : dev.n < fewest
      ? reasonByte("few-cells")
      : dev.constant
        ? reasonByte("constant")
        : 0;
  const masked = reasonByte("masked"),
    island = reasonByte("no-neighbours");
  for (let i = 0; i < reason.length; i++) {
    if (weights.mask !== null && weights.mask[i] === 0) reason[i] = masked;
    else if (none) reason[i] = none;
    else if (weights.degree[i] === 0) reason[i] = island;
  }
  return none !== 0;
}
