/**
 * One random sequence of operations: start, apply, and what was done, for the specs that judge the
 * outcome.
 */

import { mulberry32 } from "../../random.js";
import { applyChange } from "../apply.js";
import { buildCoverage, isCoverage } from "../build.js";
import { isClosed } from "../edge.js";
import { type Change, type Coverage, isRefusal, type Outcome } from "../model.js";
import { perform } from "../perform.js";
import { shapeOf } from "../shape.js";
import { randomCoverage } from "./random-coverage.js";
import { DRAWN_KINDS, type DrawnKind, drawOperation } from "./random-operation.js";

export interface Sequence {
  readonly coverage: Coverage;
  /** The state before the first operation, as text. */
  readonly start: string;
  readonly changes: Change[];
  readonly outcomes: { kind: DrawnKind; outcome: Outcome }[];
}

/** Everything that a coverage is, as text: equal text, identical coverage, numbering included. */
export function fingerprint(coverage: Coverage): string {
  const edges = [...coverage.edges.values()]
    .sort((a, b) => a.id - b.id)
    .map(({ id, xy, left, right }) => [id, [...xy], left, right]);
  const faces = [...coverage.faces.values()]
    .map((f) => [f.id, f.properties, [...f.edges].sort((a, b) => a - b)])
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  const nodes = [...coverage.nodes]
    .map(([key, node]) => [key, [...node.edges].sort((a, b) => a - b)])
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  return JSON.stringify([edges, faces, nodes, [...coverage.rim].sort((a, b) => a - b)]);
}

/** Twice the area of all grids, in square lattice units: exact while below 2^53. */
export function doubleAreaOfAll(coverage: Coverage): number {
  let sum = 0;
  for (const face of coverage.faces.values()) {
    for (const { shell, holes } of shapeOf(coverage, face).parts) {
      sum += shell.area2;
      for (const hole of holes) sum += hole.area2;
    }
  }
  return sum;
}

/** Does a change touch an enclave, a hole or the rim? */
export function touchesOddPlace({ remove, add }: Change): boolean {
  return [...remove, ...add].some(
    (edge) => edge.left === null || edge.right === null || isClosed(edge),
  );
}

/** @param each called after every accepted operation, with the doubled area before it */
export function runSequence(
  seed: number,
  length: number,
  each?: (change: Change, coverage: Coverage, before: number) => void,
): Sequence {
  const random = mulberry32(seed);
  const built = buildCoverage(
    randomCoverage(random, {
      columns: 3 + Math.floor(random() * 2),
      rows: 3,
      between: Math.floor(random() * 3),
      oddities: true,
    }),
  );
  if (!isCoverage(built))
    throw new Error(`The generator made no coverage for seed ${seed}: ${built.findings[0]?.code}`);
  const sequence: Sequence = {
    coverage: built,
    start: fingerprint(built),
    changes: [],
    outcomes: [],
  };
  for (let step = 0; step < length; step++) {
    const kind = DRAWN_KINDS[Math.floor(random() * DRAWN_KINDS.length)];
    const outcome = perform(built, drawOperation(random, built, kind, seed * 100 + step));
    sequence.outcomes.push({ kind, outcome });
    if (isRefusal(outcome)) continue;
    const before = each ? doubleAreaOfAll(built) : 0;
    applyChange(built, outcome);
    sequence.changes.push(outcome);
    each?.(outcome, built, before);
  }
  return sequence;
}
