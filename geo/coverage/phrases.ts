/** What the methods have to say, as codes with named parameters; the sentences are civic/words. */
import { type NoParams, type SaidOf, sayingOf } from "../said.js";
import type { GridId, Label } from "./edge.js";

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

/** What is wrong with a field of an operation. */
export type FieldProblem =
  | "missing"
  | "unknown"
  | "wrong-type"
  | "not-a-place"
  | "too-few"
  | "too-many"
  | "out-of-range";

/** Why an operation is refused. */
interface Refusals {
  "no-such-grids": OfGrids;
  "no-vertex-here": NoParams;
  "no-border-here": NoParams;
  "id-taken": OfGrid;
  "unknown-kind": { kinds: readonly string[] };
  "bad-field": { kind: string; field: string; problem: FieldProblem };
  "not-a-place": { place: string };
  "not-a-way": { way: string };
  "too-few-points": { least: number };
  "crosses-itself": NoParams;
  "no-area": NoParams;
  "vertex-there-already": NoParams;
  "stays-where-it-is": NoParams;
  "vertex-of-the-same-border": NoParams;
  "grid-locked": OfGrids;
  "grid-fixed": OfGrids;
  "lock-has-its-own-operation": OfGrid;
  "nothing-changes": NoParams;
  "ground-is-taken": OfGrid;
  "ground-is-nobodys": OfGrid;
  "borders-end-here": OfGrids;
  "fewer-than-three-corners": NoParams;
  "merge-needs-two": NoParams;
  "no-common-border": OfGrids;
  "cuts-nothing-off": OfGrid;
  "crosses-no-grid": NoParams;
  "no-grid-to-number": NoParams;
  "numbered-so-already": NoParams;
  "would-vanish": OfGrid;
  "would-fall-apart": OfGrid & { parts: number };
  "would-lose-what-is-inside": OfGrid;
  "ring-in-ring": OfGrid;
  "would-swallow": OfGrid & { others: readonly Label[] };
  "crack-would-stay": OfGrids & { width: number };
  "ground-would-be-shut-in": NoParams;
  "same-on-both-sides": NoParams;
  "borders-would-cross": { border: readonly Label[]; other: readonly Label[] };
  "borders-would-disagree": NoParams;
  "ring-would-lie-elsewhere": { now: readonly Label[]; before: readonly Label[] };
  "borders-on-each-other": NoParams;
  "too-near-to-tell": NoParams;
  "no-such-buildings": { buildings: readonly string[] };
  "no-gap": { building: string };
  "through-building": { buildings: readonly string[] };
  "border-changed-since": NoParams;
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
  "does-not-fit": NoParams;
  "write-as-parts": NoParams;
  "redraw-ring": NoParams;
  "insert-on-the-other-side": NoParams;
  "make-parts-grids": NoParams;
  "take-from": OfGrid;
  "snap-together": NoParams;
  "give-to": OfGrid;
  "trim-at-boundary": NoParams;
  "clean-first": NoParams;
  "merge-or-widen": NoParams;
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
  "along-lines": { metres: number };
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

export type Said = SaidOf<Phrases>;

export const said = sayingOf<Phrases>();
