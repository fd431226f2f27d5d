/**
 * What the methods have to say, as codes with named parameters. The sentences, in both languages,
 * are civic/words: nothing here speaks to a user.
 */
import type { GridId, Label } from "./edge.js";

type Nothing = Record<never, never>;
interface OfGrid {
  grid: GridId;
}
interface OfGrids {
  grids: readonly GridId[];
}
/** Square metres, and metres across. */
interface Size {
  area: number;
  width: number;
}

/** Why an operation is refused. */
interface Refusals {
  "no-such-grids": OfGrids;
  "no-vertex-here": Nothing;
  "no-border-here": Nothing;
  "id-taken": OfGrid;
  "unknown-kind": { kinds: readonly string[] };
  "bad-field": { kind: string; field: string; problem: string };
  "not-a-place": { place: string };
  "not-a-way": { way: string };
  "too-few-points": { least: number };
  "crosses-itself": Nothing;
  "no-area": Nothing;
  "vertex-there-already": Nothing;
  "stays-where-it-is": Nothing;
  "vertex-of-the-same-border": Nothing;
  "grid-locked": OfGrids;
  "grid-fixed": OfGrids;
  "lock-has-its-own-operation": OfGrid;
  "nothing-changes": Nothing;
  "ground-is-taken": OfGrid;
  "ground-is-nobodys": OfGrid;
  "borders-end-here": OfGrids;
  "fewer-than-three-corners": Nothing;
  "merge-needs-two": Nothing;
  "no-common-border": OfGrids;
  "cuts-nothing-off": OfGrid;
  "crosses-no-grid": Nothing;
  "no-grid-to-number": Nothing;
  "numbered-so-already": Nothing;
  "would-vanish": OfGrid;
  "would-fall-apart": OfGrid & { parts: number };
  "would-lose-what-is-inside": OfGrid;
  "ring-in-ring": OfGrid;
  "would-swallow": OfGrid & { others: readonly Label[] };
  "crack-would-stay": OfGrids & { width: number };
  "ground-would-be-shut-in": Nothing;
  "same-on-both-sides": Nothing;
  "borders-would-cross": { border: readonly Label[]; other: readonly Label[] };
  "borders-would-disagree": Nothing;
  "ring-would-lie-elsewhere": { now: readonly Label[]; before: readonly Label[] };
  "borders-on-each-other": Nothing;
  "too-near-to-tell": Nothing;
  "no-such-buildings": { buildings: readonly string[] };
  "no-gap": { building: string };
  "through-building": { buildings: readonly string[] };
  "border-changed-since": Nothing;
  "grid-changed-since": OfGrid;
}

/** What is found in polygons, and what can be done about it. */
interface Findings {
  "ring-too-small": OfGrid;
  "ring-touches-itself": OfGrid;
  "ring-crosses-itself": OfGrid;
  "rings-cross": OfGrid;
  "hole-outside": OfGrid;
  "hole-in-hole": OfGrid;
  "part-in-part": OfGrid;
  "vertex-lacking": OfGrids;
  "in-parts": OfGrid & { parts: number };
  overlap: OfGrids & Size;
  crack: OfGrids & { width: number };
  uncovered: Size;
  "reaches-out": OfGrids & Size;
  "nobodys-ground": OfGrids & Size;
  sliver: OfGrid & Size;
  "does-not-fit": Nothing;
  "write-as-parts": Nothing;
  "redraw-ring": Nothing;
  "insert-on-the-other-side": Nothing;
  "make-parts-grids": Nothing;
  "take-from": OfGrid;
  "snap-together": Nothing;
  "give-to": OfGrid;
  "trim-at-boundary": Nothing;
  "clean-first": Nothing;
  "merge-or-widen": Nothing;
  mended: { area: number; from: readonly GridId[]; to: readonly GridId[] };
  "mended-nobodys": { area: number; to: readonly GridId[] };
  "mended-outside": { area: number; from: readonly GridId[] };
}

/** What an operation did, and what it changed by itself besides. */
interface Notes {
  "moved-vertex": OfGrids;
  "moved-border": OfGrids;
  "inserted-vertex": OfGrids;
  "removed-vertex": OfGrids;
  "reshaped-grid": OfGrid;
  "split-grids": OfGrids;
  "merged-grids": OfGrid & OfGrids;
  "gave-piece": OfGrid;
  "handed-buildings": { count: number; from: readonly Label[] } & OfGrid;
  /** Told besides. */
  "moved-to-gap": { metres: number };
  "vertices-added": { count: number; grids: readonly Label[] };
  "points-snapped": { count: number };
  "added-grid": OfGrid;
  "carved-out-grid": OfGrid;
  "numbered-grids": { count: number };
  "set-properties": OfGrid;
  "locked-grids": OfGrids;
  "unlocked-grids": OfGrids;
  /** Of a proposal: the villages' names. */
  "proposed-grids": { villages: readonly string[]; count: number };
  "cleaned-grids": { count: number; pieces: number; area: number };
  "vertices-brought-together": { count: number; metres: number };
  "grids-gone": OfGrids;
}

export interface Phrases extends Refusals, Findings, Notes {}
export type PhraseCode = keyof Phrases;

/** Something said: the code of a sentence, and what stands in its gaps. */
export type Said = {
  [C in PhraseCode]: { readonly code: C; readonly params: Readonly<Phrases[C]> };
}[PhraseCode];

/** The compiler cannot follow that code and parameters belong together; callers are checked. */
export function said<C extends PhraseCode>(code: C, params: Phrases[C]): Said {
  return { code, params } as unknown as Said;
}
