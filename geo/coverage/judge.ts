/**
 * The judge of every change: is the coverage still whole around what changed? Everything is decided
 * exactly, on
 * integers, and only near the change.
 *
 * Sound because (1) no new segment meets another but in a common end, (2) around every touched node
 * the right of each
 * edge is the left of the next, and (3) every ring lies where its label says. (1) and (2) make the
 * labels constant on
 * each face of the planar subdivision, (3) ties the components together; what was not touched held
 * before.
 */
import { segmentDistance } from "./check/rim.js";
import type { Edge, GridId, Label } from "./edge.js";
import { findBadShape, findSwallowed } from "./judge/find-bad-shape.js";
import { findBrokenWedge, findMisplacedLoop } from "./judge/find-broken-wedge.js";
import { findEnclosedSliver, findNewCrack } from "./judge/find-cracks.js";
import { findCrossing } from "./judge/find-crossing.js";
import { KnownSegments } from "./judge/known-segments.js";
import { findSlivers } from "./judge/slivers.js";
import { hasLock, isLocked } from "./locked.js";
import type { Coverage, Face, Outcome, Ring, Shape } from "./model.js";
import { refuse } from "./refuse.js";
import type { RewireOptions } from "./rewire-options.js";
import { assembleShape, shapeOf, traceRings } from "./shape.js";

export function judge(
  coverage: Coverage,
  remove: readonly Edge[],
  add: readonly Edge[],
  options: RewireOptions,
): Outcome {
  const gone = new Set(remove);
  const grids = options.grids ?? [];
  const touched = new Set<Label>();
  for (const list of [remove, add])
    for (const e of list) {
      touched.add(e.left);
      touched.add(e.right);
    }
  const known = new KnownSegments(remove);
  const crossing = findCrossing(coverage, gone, known, add);
  if (crossing) return crossing;
  const wedge = findBrokenWedge(coverage, gone, remove, add);
  if (wedge) return wedge;
  const swept = findMisplacedLoop(coverage, gone, add);
  if (swept) return swept;

  const removedGrids = new Set(grids.filter((g) => g.after === null).map((g) => g.id));
  const shapes = new Map<GridId, Shape>();
  // In the order of ids: which of several faults is told must not hang on how the coverage came to be.
  for (const label of [...touched].sort()) {
    if (label === null) continue;
    const edges = new Set<Edge>();
    for (const id of coverage.faces.get(label)?.edges ?? []) {
      const edge = coverage.edges.get(id) as Edge;
      if (!gone.has(edge)) edges.add(edge);
    }
    for (const edge of add) if (edge.left === label || edge.right === label) edges.add(edge);
    if (edges.size === 0) {
      if (removedGrids.has(label)) continue;
      return refuse("vanishes", "would-vanish", { grid: label }, [label], null);
    }
    const shape = assembleShape(traceRings(edges, label));
    const bad = findBadShape(coverage, label, shape, options);
    if (bad) return bad;
    shapes.set(label, shape);
  }
  for (const id of touched) {
    const face = id === null ? undefined : coverage.faces.get(id);
    if (id === null || !face || !staysLocked(face, options)) continue;
    const same = options.restoring ? runsAlong : keepsOutline;
    if (same(shapeOf(coverage, face), shapes.get(id))) continue;
    return refuse("locked", "grid-locked", { grids: [id] }, [id], null);
  }
  if (touched.has(null)) {
    const swallowed = findSwallowed(coverage, gone, add, shapes);
    if (swallowed) return swallowed;
    const crack = options.restoring
      ? null
      : (findNewCrack(coverage, gone, known, add) ?? findEnclosedSliver(coverage, gone, add));
    if (crack) return crack;
  }
  return {
    note: options.note,
    remove,
    add,
    grids,
    warnings: findSlivers(shapes, options.sliver ?? { width: 1, area: 100 }),
  };
}

/** Locked before the change and after it: one that also unlocks the grid may redraw it. */
function staysLocked(face: Face, { locked, grids = [] }: RewireOptions): boolean {
  if (locked?.has(face.id)) return true;
  const own = grids.find(({ id }) => id === face.id);
  return isLocked(face) && (!own || own.after === null || hasLock(own.after));
}

const rings = ({ parts }: Shape): Ring[] => parts.flatMap(({ shell, holes }) => [shell, ...holes]);

/**
 * The same outline, but for such vertices in either: what is taken back takes them away again. Two
 * steps, for a vertex may have been put beside another.
 */
function runsAlong(before: Shape, after: Shape | undefined): boolean {
  if (!after) return false;
  const old = rings(before),
    now = rings(after);
  const near = ({ xy }: Ring, x: number, y: number): boolean => {
    for (let i = 2; i < xy.length; i += 2)
      if (segmentDistance(xy[i - 2], xy[i - 1], xy[i], xy[i + 1], x, y) <= 2) return true;
    return false;
  };
  const along = (inner: Ring, outer: Ring): boolean => {
    for (let i = 0; i < inner.xy.length; i += 2)
      if (!near(outer, inner.xy[i], inner.xy[i + 1])) return false;
    return true;
  };
  return (
    old.length === now.length &&
    old.every((ring) => now.some((other) => along(ring, other) && along(other, ring)))
  );
}

/**
 * Is it the same outline, but for vertices put into it where a neighbour's border now ends? They
 * lie within a lattice
 * step of it. Were they forbidden, no grid beside a locked one could be split.
 */
function keepsOutline(before: Shape, after: Shape | undefined): boolean {
  if (!after) return false;
  const old = rings(before),
    now = rings(after);
  if (old.length !== now.length) return false;
  return old.every((ring) =>
    now.some((other) => {
      const n = other.xy.length - 2;
      let at = 0;
      while (at < n && (other.xy[at] !== ring.xy[0] || other.xy[at + 1] !== ring.xy[1])) at += 2;
      if (at === n) return false;
      for (let i = 2, steps = 0; i < ring.xy.length; i += 2) {
        for (;;) {
          at = (at + 2) % n;
          if (++steps > n / 2) return false;
          const x = other.xy[at],
            y = other.xy[at + 1];
          if (x === ring.xy[i] && y === ring.xy[i + 1]) break;
          if (segmentDistance(ring.xy[i - 2], ring.xy[i - 1], ring.xy[i], ring.xy[i + 1], x, y) > 1)
            return false;
        }
      }
      return true;
    }),
  );
}
