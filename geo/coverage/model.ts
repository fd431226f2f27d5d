/**
 * The model: nodes, edges that know the grid on their left and on their right, faces that know
 * their edges.
 *
 * Edges are the only thing stored; a grid's polygon is derived by walking the edges that have it on
 * one side. What two
 * grids share is one edge, so no edit can move one side without the other (the arcs of PostGIS
 * topology, TopoJSON and
 * McKenna's MCL; docs/decisions/coverage-model.md).
 */

import type { Geometry, Position } from "geojson";
import type { Box, Edge, GridId } from "./edge.js";
import type { EdgeIndex } from "./edge-index.js";
import type { OperationKind } from "./operation-kind.js";
import type { Said } from "./phrases.js";

/** A point where edges end: three or more edges meet there, or a closed edge starts. */
export interface Node {
  readonly x: number;
  readonly y: number;
  /** Ids of the edges that end here; a closed edge is named twice. */
  readonly edges: number[];
}

/**
 * A simple closed ring in lattice units, first vertex repeated; shells run counter-clockwise, holes
 * clockwise.
 */
export interface Ring {
  readonly xy: Int32Array;
  /** Twice the signed area in square lattice units. */
  readonly area2: number;
  readonly box: Box;
}

export interface Part {
  readonly shell: Ring;
  readonly holes: Ring[];
}

export interface Shape {
  readonly parts: Part[];
  /** Holes that lie in no part: the edges are not those of a coverage. Empty in a sound one. */
  readonly stray: Ring[];
  readonly box: Box;
}

export type Properties = Readonly<Record<string, unknown>>;

/** A grid: its edges, what is known of it, and its derived shape (null until asked for). */
export interface Face {
  readonly id: GridId;
  properties: Properties;
  readonly edges: Set<number>;
  shape: Shape | null;
}

/**
 * A working coverage. It is changed only by `applyChange`; everything else reads it. One holder at
 * a time: an operation
 * is computed against the state it is applied to.
 */
export interface Coverage {
  readonly edges: Map<number, Edge>;
  readonly nodes: Map<string, Node>;
  readonly faces: Map<GridId, Face>;
  /** Edges with outside on one side: the rim of every component and of every hole. */
  readonly rim: Set<number>;
  readonly index: EdgeIndex;
  /**
   * Where the rings of the input began, by grid, so that an untouched grid comes back as it was
   * given.
   */
  readonly ringStarts: ReadonlyMap<GridId, Int32Array>;
  nextEdge: number;
}

export const FINDING_KINDS = [
  "overlap",
  "gap",
  "sliver",
  "t-junction",
  "hole",
  "outside",
  "uncovered",
  "invalid-polygon",
  "multipart",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What can be done about a finding; `clean` does the first four, the rest is for the planner. */
export type Fix = Said & {
  readonly kind: "insert-vertex" | "assign" | "close" | "trim" | "redraw" | "separate-parts";
  /** The grid it would change or that would receive the area. */
  readonly grid?: GridId;
  readonly at?: Position;
};

/** Something that does not hold, with its place (EPSG:4326) and the ways out. */
export type Finding = Said & {
  readonly kind: FindingKind;
  readonly ids: GridId[];
  readonly geometry: Geometry;
  readonly fixes: Fix[];
};

export type RefusalReason =
  | "not-found" // the vertex, edge or grid named is not in the coverage (any more)
  | "bad-operation" // not the shape of an operation
  | "bad-drawing" // too few points, not finite, crossing itself
  | "locked" // a locked grid would change
  | "crosses" // a border would cross, touch or run along another
  | "invalid-ring" // a ring would fall below three corners or out of its place
  | "multipart" // a grid would fall into pieces
  | "vanishes" // a grid would lose all its area
  | "no-effect" // nothing would change
  | "not-adjacent" // the grids share no border
  | "not-reached" // the line does not cross the grid from border to border
  | "id-taken"
  | "stale" // made for another state, and what it would change is no longer there
  | "through-building" // a border would run through a building, and no gap is near
  | "too-close"; // closer than the lattice can tell apart

/**
 * A refused operation: why, where, and the way out. The planner's mistake is a value; nothing was
 * changed.
 */
export type Refusal = Said & {
  readonly refused: RefusalReason;
  readonly grids: GridId[];
  readonly geometry: Geometry | null;
};

/** What an operation did; the history list and the audit log show it. */
export type Note = Said & {
  readonly kind: OperationKind | "propose" | "clean";
  readonly grids: readonly GridId[];
  /** It was taken back: the note is of what was done. */
  readonly undone?: boolean;
  /** What it changed by itself besides: a planner is told of every vertex. */
  readonly told?: readonly Said[];
};

/**
 * The effect of an operation, complete in both directions. `remove` and `add` are whole edges;
 * grids that appear,
 * disappear or change properties are listed with both states. `inverseOf` swaps the two.
 */
export interface Change {
  readonly note: Note;
  readonly remove: readonly Edge[];
  readonly add: readonly Edge[];
  readonly grids: readonly {
    readonly id: GridId;
    readonly before: Properties | null;
    readonly after: Properties | null;
  }[];
  /** Slivers that the change makes: allowed, and to be seen. */
  readonly warnings: readonly Finding[];
}

export type Outcome = Change | Refusal;

export function isRefusal(outcome: Outcome): outcome is Refusal {
  return "refused" in outcome;
}

/** The grids whose shape a change touches. */
export function touchedGrids(change: Change): Set<GridId> {
  const touched = new Set<GridId>();
  for (const side of [change.remove, change.add]) {
    for (const edge of side) {
      if (edge.left !== null) touched.add(edge.left);
      if (edge.right !== null) touched.add(edge.right);
    }
  }
  return touched;
}
