import { empiricalBayesRates } from "./empirical-bayes.js";
import { type Warning, warning } from "./phrases.js";
import type { ReasonCode } from "./reason.js";
import type { Computed } from "./record.js";

/** Fewer make an unsteady map. */
const ENOUGH_INCIDENTS = 60;
/** One incident has a neighbourhood and no pattern. */
const LEAST_INCIDENTS = 2;

/** Why a map has no values; one place has no pattern, nor have rates that are all the same. */
export function whyNone(
  incidents: number,
  cells: number,
  { least = LEAST_INCIDENTS, rates }: { least?: number | undefined; rates: CellRates | null },
): ReasonCode | null {
  if (incidents === 0) return "no-incidents";
  if (incidents < LEAST_INCIDENTS) return "few-points";
  if (cells < 2) return "coincident";
  if (incidents < least) return "few-points";
  return rates?.parameters["rateVariance"] === 0 ? "rates-within-chance" : null;
}

export interface CellRates {
  /** 1 for cells of the mask that have a rate. */
  readonly mask: Uint8Array;
  readonly estimate: Float64Array;
  /** Incidents in cells of the mask that have none. */
  readonly left: number;
  readonly parameters: Computed["parameters"];
  readonly warnings: readonly Warning[];
}

/** Rates of cells of the mask with a denominator; the others leave the map. */
export function ratesOf(
  counts: Float64Array,
  denominator: Float64Array,
  mask: Uint8Array,
  least: number | undefined,
): CellRates {
  const within = denominator.map((value, i) => (mask[i] ? value : 0));
  const rates = empiricalBayesRates(
    counts,
    within,
    least === undefined ? {} : { smallestDenominator: least },
  );
  let all = 0,
    without = 0,
    left = 0,
    incidents = 0;
  const possible = mask.map((inMask, i) => {
    if (!inMask) return 0;
    all++;
    incidents += counts[i];
    if (!rates.reason[i]) return 1;
    without++;
    left += counts[i];
    return 0;
  });
  const { smallestDenominator = 0, a = 0, b = 0 } = rates.record.parameters;
  return {
    mask: possible,
    estimate: rates.estimate,
    left,
    parameters: { smallestDenominator, rateVariance: a, meanRate: b, withoutRate: left },
    // How many have none is told of the mask, not of the lattice around it.
    warnings: [
      ...rates.record.warnings.filter(({ code }) => code !== "without-denominator"),
      ...(without > 0 ? [warning("without-denominator", { count: without, all })] : []),
      ...(left > 0 ? [warning("incidents-without-rate", { count: left, all: incidents })] : []),
    ],
  };
}

/**
 * What is to be known of counts, whatever the cells.
 * @param left incidents inside the mask that no rate tells of
 */
export function warningsOfCounts(inside: number, total: number, left = 0): Warning[] {
  const warnings: Warning[] = [];
  const outside = total - inside - left;
  if (outside > 0) warnings.push(warning("outside-mask", { count: outside, all: total }));
  if (inside < ENOUGH_INCIDENTS) warnings.push(warning("few-incidents", { count: inside }));
  return warnings;
}
