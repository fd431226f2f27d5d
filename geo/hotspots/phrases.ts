/** What to know of a result, as codes with named parameters; the sentences are civic/words. */
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
  "cell-below-accuracy": { cellMetres: number; accuracyMetres: number };
  "coincident-dropped": SomeOfAll;
  "few-links": Some;
  "end-before-start": SomeOfAll;
  boundary: NoParams;
  "negative-variance": NoParams;
  "fell-back": NoParams;
}

/** Something the reader of a result should know before believing it. */
export type Warning = SaidOf<WarningPhrases>;

export const warning = sayingOf<WarningPhrases>();
