/** Grids against the ground that they shall fill: villages stay whole. */
import { checkCoverage } from "./check.js";
import { type GridCollection, type GridFeature, gridIdOf } from "./collection.js";
import type { GridId } from "./edge.js";
import type { Finding } from "./model.js";

export interface Within {
  /** What stays whole, such as villages; they share no ground. */
  readonly containers: GridCollection;
  /** Whose ground a grid is part of; null: ground of none. */
  of(grid: GridFeature): GridId | null;
}

/** What reaches out of its container, and what of a container no grid of it covers. */
export function checkWithin({ features }: GridCollection, within: Within): Finding[] {
  const grids = new Map<GridId | null, GridFeature[]>();
  features.forEach((feature, i) => {
    const home = within.of(feature);
    grids.set(home, [...(grids.get(home) ?? []), { ...feature, id: gridIdOf(feature, i) }]);
  });
  return within.containers.features.flatMap((container, i) => {
    const own = grids.get(gridIdOf(container, i)) ?? [];
    return checkCoverage(
      { type: "FeatureCollection", features: own },
      { boundary: container.geometry },
    ).filter(({ kind }) => kind === "outside" || kind === "uncovered");
  });
}
