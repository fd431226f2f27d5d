import {
  type Coverage,
  type Measures,
  measureCoverage,
  type WeightedPoints,
} from "../../geo/coverage/index.js";
import type { PlanGridRow } from "./plan.queries.js";
import { coverageOf } from "./plan-coverage.js";

/** What a plan is counted by; columns: households, people. */
export interface CountedPlaces {
  /** GraphQL ids of buildings; null: a coarse place. */
  ids: (string | null)[];
  points: WeightedPoints;
}

/** A plan as it stands, measured. */
export interface MeasuredPlan {
  coverage: Coverage;
  measures: Measures;
  places: CountedPlaces;
}

/** Null: its grids are no coverage. */
export function measuredBy(
  county: number,
  rows: readonly PlanGridRow[],
  places: CountedPlaces,
): MeasuredPlan | null {
  const coverage = coverageOf(county, rows);
  return coverage && { coverage, places, measures: measureCoverage(coverage, places.points) };
}
