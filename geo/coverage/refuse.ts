import type { GridId } from "./edge.js";
import type { Refusal } from "./model.js";
import { type PhraseCode, type Phrases, said } from "./phrases.js";

export function refuse<C extends PhraseCode>(
  refused: Refusal["refused"],
  code: C,
  params: Phrases[C],
  grids: GridId[] = [],
  geometry: Refusal["geometry"] = null,
): Refusal {
  return { refused, grids, geometry, ...said(code, params) };
}
