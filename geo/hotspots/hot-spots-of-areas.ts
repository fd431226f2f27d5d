import type { MultiPolygon, Polygon } from "geojson";
import { sameLength } from "./check.js";
import { contiguityWeights } from "./contiguity.js";
import type { BarrierLines } from "./hot-spots-of-counts.js";
import { localG } from "./local-g.js";
import type { LocalOptions, LocalResult } from "./local-result.js";
import type { MaskSaid } from "./phrases.js";
import { ratesOf, warningsOfCounts, whyNone } from "./rates-of-cells.js";

/** Areas that incidents are counted by: outlines and a point inside each, metres in a plane. */
export interface Areas {
  readonly shapes: readonly (Polygon | MultiPolygon)[];
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface AreasOptions extends LocalOptions {
  /** 1 where an incident is possible. */
  mask: Uint8Array;
  maskSaid: MaskSaid;
  barriers?: BarrierLines | null;
  /** As of `hotSpotsOfCounts`. */
  denominator?: Float64Array | null;
  leastDenominator?: number;
  /** A map of fewer incidents has no values; default 2. */
  leastIncidents?: number;
}

/** A map of areas: one slot for each that belongs to it. */
export interface AreaHotSpots extends LocalResult {
  /** Which of the areas each slot is. */
  readonly members: Uint32Array;
  readonly counts: Float64Array;
  readonly rate: Float64Array | null;
}

/** Below so many areas z is not normal enough, and permutations cost nothing. */
const FEW_AREAS = 30;
const PERMUTATIONS = { draws: 999, seed: 1 };

/**
 * From counts of areas to a map of hot spots, as `hotSpotsOfCounts` makes it of cells: neighbours
 * share a border or a corner, and of fewer than 30 areas p is had by 999 permutations.
 * @param counts incidents of each area; left as they are
 * @param total all incidents that were asked for, those in no area too
 */
export function hotSpotsOfAreas(
  { shapes, points }: Areas,
  counts: Float64Array,
  total: number,
  options: AreasOptions,
): AreaHotSpots {
  sameLength("counts", shapes.length, counts.length);
  sameLength("mask", shapes.length, options.mask.length);
  const { denominator = null, maskSaid, barriers = null } = options;
  const rates = denominator && ratesOf(counts, denominator, options.mask, options.leastDenominator);
  const possible = rates ? rates.mask : options.mask;
  const members = Uint32Array.from(counts.keys()).filter((i) => possible[i] === 1);
  const of = (values: Float64Array) => Float64Array.from(members, (i) => values[i]);
  const held = of(counts),
    rate = rates && of(rates.estimate);
  const inside = held.reduce((a, b) => a + b, 0);
  const weights = contiguityWeights(
    Array.from(members, (i) => shapes[i]),
    { points: Array.from(members, (i) => points[i]), barriers, maskSaid },
  );
  const permutations = members.length < FEW_AREAS ? PERMUTATIONS : undefined;
  const result = localG(rate ?? held, weights, {
    ...(options.levels ? { levels: options.levels } : {}),
    ...(permutations ? { permutations } : {}),
    values: rate ? (options.values ?? "empirical-bayes-rate") : "incidents-per-area",
    rawCounts: !rate,
    noValue: whyNone(inside, held.filter((n) => n > 0).length, {
      least: options.leastIncidents,
      rates,
    }),
  });
  return {
    ...result,
    record: {
      ...result.record,
      masked: shapes.length - members.length,
      parameters: { ...result.record.parameters, ...rates?.parameters, incidents: inside },
      warnings: [
        ...result.record.warnings,
        ...(rates?.warnings ?? []),
        ...warningsOfCounts(inside, total, rates?.left),
      ],
    },
    members,
    counts: held,
    rate,
  };
}
