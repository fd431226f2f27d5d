/**
 * The seam of geo/hotspots: what services, workers, the browser and the command line import. See
 * README.md.
 */

export * from "../time/wall-clock.js";
export * from "./above-usual.js";
export * from "./aoristic.js";
export * from "./benjamini-hochberg.js";
export * from "./cell-mask.js";
export * from "./cell-size.js";
export * from "./concentration.js";
export * from "./csr-weights.js";
export * from "./data-clock.js";
export * from "./distance-band.js";
export * from "./emerging-class.js";
export * from "./empirical-bayes.js";
export * from "./fallback-band.js";
export * from "./general-g.js";
export * from "./global-moran.js";
export * from "./hexagon.js";
export * from "./hot-areas.js";
export * from "./hot-spots-of-areas.js";
export * from "./hot-spots-of-counts.js";
export * from "./hot-spots-of-points.js";
export * from "./incremental-autocorrelation.js";
export * from "./kernel-density.js";
export * from "./kernel-radius.js";
export * from "./knox.js";
export * from "./lattice.js";
export * from "./lattice-weights.js";
export * from "./local-g.js";
export * from "./local-moran.js";
export {
  DEFAULT_LEVELS,
  type LocalOptions,
  type LocalResult,
  type LocalValue,
  localValue,
} from "./local-result.js";
export * from "./mann-kendall.js";
export * from "./near-repeat.js";
export * from "./nearest-neighbour.js";
export * from "./period-change.js";
export * from "./phrases.js";
export * from "./place-check.js";
export * from "./points-of-lines.js";
export * from "./predictive-accuracy.js";
export * from "./reason.js";
export * from "./record.js";
export * from "./repeat-places.js";
export * from "./space-time-scan.js";
export * from "./spatial-weights.js";
export * from "./street-of.js";
export * from "./usual-range.js";
