import { positive, sameLength } from "./check.js";
import { type Warning, warning } from "./phrases.js";
import { reasonByte } from "./reason.js";
import { type Computed, countReasons, NO_INFERENCE } from "./record.js";
import type { SpatialWeights } from "./spatial-weights.js";

export interface EmpiricalBayesOptions {
  /** Denominators below this have no rate (noise, and privacy); default: those above zero count. */
  smallestDenominator?: number;
  /** Shrink towards the rate of the neighbours and the cell, not of the map. */
  local?: SpatialWeights;
}

export interface Rates {
  /** Events a unit of the denominator as counted, and shrunk. 0 where `reason` is not 0. */
  readonly raw: Float64Array;
  readonly estimate: Float64Array;
  readonly reason: Uint8Array;
  readonly record: Computed;
}

/**
 * Empirical Bayes rates (Marshall 1991, "Mapping disease and mortality rates using empirical Bayes
 * estimators", method of moments; as
 * spdep's EBest and EBlocal): a rate on a small denominator is pulled towards the mean rate b, by
 * its own uncertainty:
 *
 *   estimate = b + (raw − b)·a/(a + b/denominator),  a = s² − b/(mean denominator), at least 0
 *
 * Gi* of rates belongs on these estimates: raw rates of few households are noise, raw counts follow
 * the people.
 */
export function empiricalBayesRates(
  events: Float64Array,
  denominator: Float64Array,
  options: EmpiricalBayesOptions = {},
): Rates {
  const cells = events.length;
  sameLength("denominator", cells, denominator.length);
  const least = options.smallestDenominator ?? 0;
  if (least !== 0) positive("smallestDenominator", least);
  const raw = new Float64Array(cells),
    estimate = new Float64Array(cells),
    reason = new Uint8Array(cells);
  const none = reasonByte("no-denominator"),
    all: number[] = [];
  for (let i = 0; i < cells; i++) {
    if (!(events[i] >= 0 && events[i] < Infinity))
      throw new RangeError(`Events of cell ${i} are ${events[i]}; counts must be zero or above`);
    if (!(denominator[i] > 0 && denominator[i] < Infinity && denominator[i] >= least)) {
      reason[i] = none;
      continue;
    }
    raw[i] = events[i] / denominator[i];
    all.push(i);
  }
  const warnings: Warning[] = [],
    parameters: Record<string, number | string | null> = { smallestDenominator: least };
  const put = (i: number, { a, b }: Prior) => {
    estimate[i] = a > 0 ? b + ((raw[i] - b) * a) / (a + b / denominator[i]) : b;
  };
  const local = options.local;
  if (!local) {
    const prior = priorOf(all, events, denominator, raw);
    for (const i of all) put(i, prior);
    Object.assign(parameters, { scope: "global", a: prior.a, b: prior.b });
    if (prior.a === 0 && all.length) warnings.push(warning("negative-variance", {}));
  } else {
    sameLength("local weights", cells, local.slots);
    const { start, index } = local.toCsr();
    for (const i of all) {
      const group = [i];
      for (let k = start[i]; k < start[i + 1]; k++) if (!reason[index[k]]) group.push(index[k]);
      put(i, priorOf(group, events, denominator, raw));
    }
    Object.assign(parameters, { scope: "local" });
  }
  if (all.length < cells)
    warnings.push(warning("without-denominator", { count: cells - all.length, all: cells }));
  return {
    raw,
    estimate,
    reason,
    record: {
      method: "empirical-bayes-rates",
      n: all.length,
      parameters: { ...parameters, ...countReasons(reason) },
      inference: NO_INFERENCE,
      warnings,
    },
  };
}

interface Prior {
  readonly a: number;
  readonly b: number;
}

/** Mean rate and between-cell variance by moments; a negative variance is 0, as Marshall has it. */
function priorOf(
  group: readonly number[],
  events: Float64Array,
  denominator: Float64Array,
  raw: Float64Array,
): Prior {
  let sumEvents = 0,
    sum = 0;
  for (const i of group) {
    sumEvents += events[i];
    sum += denominator[i];
  }
  if (!(sum > 0)) return { a: 0, b: 0 };
  const b = sumEvents / sum;
  let squares = 0;
  for (const i of group) squares += denominator[i] * (raw[i] - b) ** 2;
  return { a: Math.max(0, squares / sum - b / (sum / group.length)), b };
}
