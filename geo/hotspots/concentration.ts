import { type Warning, warning } from "./phrases.js";
import { logGamma } from "./poisson.js";
import { exists, missing, type Outcome } from "./reason.js";
import { type Computed, NO_INFERENCE } from "./record.js";

export interface Concentration {
  /** Gini coefficient: 0 evenly spread, towards 1 all in one place. */
  readonly gini: number;
  /**
   * The same against the evenest spread that so few incidents could have (Bernasco and Steenbeek
   * 2017): with fewer incidents than places
   * even one a place looks concentrated, and the plain Gini says so.
   */
  readonly adjustedGini: number;
  /**
   * The adjusted coefficient that incidents thrown at random on the places would have: chance alone
   * concentrates, the more the fewer they are.
   */
  readonly chanceGini: number;
  /**
   * Share of places (busiest first) that holds half and 80 % of the incidents: the 80-20 rule,
   * measured.
   */
  readonly placesForHalf: number;
  readonly placesForEighty: number;
  /** Share of incidents in the busiest 20 % of places. */
  readonly shareOfTopFifth: number;
  /**
   * Lorenz curve: cumulative share of incidents, places from quietest to busiest; places + 1 values
   * from 0 to 1.
   */
  readonly lorenz: Float64Array;
}

/**
 * Concentration of counts over places (cells, streets, households), the zero places included; they
 * are half the answer.
 */
export function concentration(counts: Float64Array): Outcome<Concentration> & { record: Computed } {
  const places = counts.length,
    sorted = counts.slice().sort();
  let total = 0,
    weighted = 0;
  for (let k = 0; k < places; k++) {
    if (!(sorted[k] >= 0 && sorted[k] < Infinity))
      throw new RangeError(`Counts must be zero or above, got ${sorted[k]}`);
    total += sorted[k];
    weighted += (k + 1) * sorted[k];
  }
  const warnings: Warning[] =
    total > 0 && total < places ? [warning("fewer-than-places", { incidents: total, places })] : [];
  const record: Computed = {
    method: "concentration",
    n: places,
    parameters: { incidents: total },
    inference: NO_INFERENCE,
    warnings,
  };
  if (!(total > 0)) return { ...missing("no-incidents"), record };
  const balance = (2 * weighted) / total - places - 1,
    gini = balance / places;
  const adjusted = (of: number) =>
    Math.max(1 / total, 1 / places) * of - Math.max(places / total, 1) + 1;
  const adjustedGini = adjusted(balance),
    chanceGini = adjusted(places * poissonGini(total / places));
  const lorenz = new Float64Array(places + 1);
  for (let k = 0; k < places; k++) lorenz[k + 1] = lorenz[k] + sorted[k] / total;
  lorenz[places] = 1;
  const needed = (share: number) => {
    let sum = 0,
      k = places;
    while (sum < share * total * (1 - 1e-12)) sum += sorted[--k];
    return (places - k) / places;
  };
  const fifth = Math.floor(places * 0.2),
    shareOfTopFifth = 1 - lorenz[places - fifth];
  return {
    ...exists({
      gini,
      adjustedGini,
      chanceGini,
      placesForHalf: needed(0.5),
      placesForEighty: needed(0.8),
      shareOfTopFifth,
      lorenz,
    }),
    record,
  };
}

/** Gini coefficient of a Poisson law: its mean difference, 2 Σ F(k)(1 - F(k)), over twice its mean. */
function poissonGini(mean: number): number {
  const deviation = Math.sqrt(mean),
    from = Math.max(0, Math.floor(mean - 12 * deviation)),
    to = Math.ceil(mean + 12 * deviation + 20);
  let mass = Math.exp(from * Math.log(mean) - mean - logGamma(from + 1)),
    below = 0,
    sum = 0;
  for (let k = from; k <= to; k++) {
    below += mass;
    sum += below * Math.max(0, 1 - below);
    mass *= mean / (k + 1);
  }
  return sum / mean;
}
