import { benjaminiHochberg } from "./benjamini-hochberg.js";
import { sameLength } from "./check.js";
import { type Warning, warning } from "./phrases.js";
import { logGamma } from "./poisson.js";
import { reasonByte } from "./reason.js";
import type { Computed } from "./record.js";

export interface PeriodChangeOptions {
  /** Length of the two periods, any one unit; default equal. */
  lengths?: readonly [before: number, after: number];
  /**
   * Against "no change" (default), or against the change of the whole map: which cells moved
   * otherwise than the rest.
   */
  against?: "none" | "overall";
}

export interface PeriodChange {
  /** After minus before, per unit length of the first period. */
  readonly difference: Float64Array;
  /** Percent of before; 0 where `reason` is not 0 or before is 0 (see `percentExists`). */
  readonly percent: Float64Array;
  readonly percentExists: Uint8Array;
  /**
   * Two-sided exact p, and Benjamini-Hochberg q over the map. Cells without incidents in both
   * periods have a reason.
   */
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly reason: Uint8Array;
  readonly record: Computed;
}

/**
 * Change of counts between two periods, cell by cell. Given a + b incidents, b is binomial when the
 * rate stayed (Przyborowski and Wilenski
 * 1940); p is twice the smaller exact tail, at most 1. "200 % more" of one incident is no news: p
 * says so.
 */
export function periodChange(
  before: Float64Array,
  after: Float64Array,
  options: PeriodChangeOptions = {},
): PeriodChange {
  const cells = before.length,
    [lengthBefore, lengthAfter] = options.lengths ?? [1, 1];
  sameLength("after", cells, after.length);
  if (!(lengthBefore > 0 && lengthAfter > 0))
    throw new RangeError("Periods must have a length above zero");
  let a = 0,
    b = 0;
  for (let i = 0; i < cells; i++) {
    for (const v of [before[i], after[i]])
      if (!(Number.isInteger(v) && v >= 0))
        throw new RangeError(`Cell ${i} has ${v}: counts are whole numbers of zero or above`);
    a += before[i];
    b += after[i];
  }
  const overall = options.against === "overall",
    share = overall && a + b > 0 ? b / (a + b) : lengthAfter / (lengthBefore + lengthAfter);
  const difference = new Float64Array(cells),
    percent = new Float64Array(cells),
    percentExists = new Uint8Array(cells);
  const p = new Float64Array(cells).fill(1),
    reason = new Uint8Array(cells),
    none = reasonByte("no-incidents"),
    scale = lengthBefore / lengthAfter;
  let counted = 0;
  for (let i = 0; i < cells; i++) {
    difference[i] = after[i] * scale - before[i];
    if (before[i] > 0) {
      percent[i] = (100 * difference[i]) / before[i];
      percentExists[i] = 1;
    }
    if (before[i] + after[i] === 0) {
      reason[i] = none;
      continue;
    }
    counted++;
    p[i] = binomialTwoSidedP(after[i], before[i] + after[i], share);
  }
  const warnings: Warning[] =
    counted && (a + b) / counted < 5
      ? [warning("few-per-cell", { perCell: (a + b) / counted })]
      : [];
  return {
    difference,
    percent,
    percentExists,
    p,
    q: benjaminiHochberg(p, reason),
    reason,
    record: {
      method: "period-change",
      n: counted,
      inference: { kind: "analytic", tail: "two-sided", permutations: null, seed: null },
      warnings,
      parameters: {
        before: a,
        after: b,
        lengthBefore,
        lengthAfter,
        against: options.against ?? "none",
        correction: "benjamini-hochberg",
      },
    },
  };
}

/** Twice the smaller tail of Binomial(n, share) at k, at most 1. */
export function binomialTwoSidedP(k: number, n: number, share: number): number {
  if (share <= 0 || share >= 1) return k === (share <= 0 ? 0 : n) ? 1 : 0;
  const log = (j: number) =>
    logGamma(n + 1) -
    logGamma(j + 1) -
    logGamma(n - j + 1) +
    j * Math.log(share) +
    (n - j) * Math.log1p(-share);
  // The tail on the far side of the mean falls off geometrically from its first term.
  const upper = k >= n * share,
    odds = share / (1 - share);
  let term = Math.exp(log(k)),
    sum = 0;
  for (let j = k; j >= 0 && j <= n && term > 0; ) {
    sum += term;
    if (term < sum * 1e-17) break;
    if (upper) {
      term *= ((n - j) / (j + 1)) * odds;
      j++;
    } else {
      term *= j / (n - j + 1) / odds;
      j--;
    }
  }
  return Math.min(1, 2 * sum);
}
