/**
 * How a result was computed and what to know of it, as codes with named parameters; the sentences
 * are civic/words.
 */
import { type NoParams, type SaidOf, sayingOf } from "../said.js";

interface Some {
  count: number;
}
interface SomeOfAll extends Some {
  all: number;
}

export interface WarningPhrases {
  "few-cells": Some;
  "few-steps": Some;
  islands: SomeOfAll;
  "wide-neighbourhood": Some;
  skewed: { skewness: number };
  "raw-counts": NoParams;
  "few-incidents": Some;
  "fewer-than-places": { incidents: number; places: number };
  "few-per-cell": { perCell: number };
  "no-mask": NoParams;
  "outside-mask": SomeOfAll;
  "without-denominator": SomeOfAll;
  "incidents-without-rate": SomeOfAll;
  "cell-below-accuracy": { cellMetres: number; accuracyMetres: number };
  "coincident-dropped": SomeOfAll;
  "few-links": Some;
  "end-before-start": SomeOfAll;
  boundary: NoParams;
  "negative-variance": NoParams;
  "fell-back": NoParams;
  /** Told by who counts: these have a place that is on no cell yet. */
  unmeasured: Some;
  /** Told by who chooses what incidents are related to: why not to these. */
  "households-unseen": NoParams;
  "households-missing": NoParams;
  "households-few": SomeOfAll;
  "streets-unseen": NoParams;
  "streets-missing": NoParams;
  "streets-few": SomeOfAll;
}

/** How a result was had: `record.method`. */
export const METHODS = [
  "gi-star",
  "gi",
  "local-moran",
  "global-moran",
  "general-g",
  "incremental-autocorrelation",
  "empirical-bayes-rates",
  "nearest-neighbour",
  "kernel-density",
  "data-clock",
  "aoristic",
  "near-repeat",
  "knox",
  "repeat-places",
  "place-check",
  "period-change",
  "mann-kendall",
  "emerging-class",
  "space-time-scan",
  "concentration",
  "predictive-accuracy",
] as const;
export type MethodCode = (typeof METHODS)[number];

/** How p was had: `record.inference`, its kind and its tail. */
export const INFERENCES = [
  "none",
  "analytic-two-sided",
  "analytic-greater",
  "permutation-two-sided",
  "permutation-greater",
] as const;
export type InferenceCode = (typeof INFERENCES)[number];

/** How p was adjusted for many cells. */
export const CORRECTIONS = ["benjamini-hochberg"] as const;
export type CorrectionCode = (typeof CORRECTIONS)[number];

/** What the values of a map are. */
export const VALUES = [
  "as-given",
  "incidents-per-hexagon",
  "incidents-per-square",
  "incidents-per-area",
  "empirical-bayes-rate",
  "empirical-bayes-street-rate",
] as const;
export type ValuesCode = (typeof VALUES)[number];

/** Which cells belong to a map. */
export interface MaskPhrases {
  "every-cell": NoParams;
  "cells-given": NoParams;
  "box-of-incidents": NoParams;
  "near-incidents": NoParams;
  "inside-polygons": NoParams;
  "inside-area": NoParams;
  "inside-villages": { villages: number };
}
export type MaskSaid = SaidOf<MaskPhrases>;
export const maskSaid = sayingOf<MaskPhrases>();

/** Who is whose neighbour. */
export interface NeighbourPhrases {
  "lattice-steps": { steps: number };
  "cells-within": { cells: number; bandMetres: number };
  "centroids-within": { bandMetres: number };
  "shared-borders": NoParams;
  lists: NoParams;
}
export type NeighboursSaid = SaidOf<NeighbourPhrases>;
export const neighboursSaid = sayingOf<NeighbourPhrases>();

/** Something the reader of a result should know before believing it. */
export type Warning = SaidOf<WarningPhrases>;

export const warning = sayingOf<WarningPhrases>();
