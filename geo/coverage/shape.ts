/** A grid's polygons, derived from its edges by walking them with the grid on the left. */

import { type Box, boxOf, type Edge, isClosed, type Label } from "./edge.js";
import { compareDirections, doubleArea, pointInRing } from "./lattice.js";
import type { Coverage, Face, Part, Ring, Shape } from "./model.js";

/** An edge as walked: along its direction or against it. */
export interface Step {
  edge: Edge;
  forward: boolean;
}

const startX = ({ edge, forward }: Step): number =>
  forward ? edge.xy[0] : edge.xy[edge.xy.length - 2];
const startY = ({ edge, forward }: Step): number =>
  forward ? edge.xy[1] : edge.xy[edge.xy.length - 1];
const endX = ({ edge, forward }: Step): number => startX({ edge, forward: !forward });
const endY = ({ edge, forward }: Step): number => startY({ edge, forward: !forward });

/** Direction in which a step leaves its start. */
function heading({ edge: { xy }, forward }: Step): [number, number] {
  const n = xy.length;
  return forward ? [xy[2] - xy[0], xy[3] - xy[1]] : [xy[n - 4] - xy[n - 2], xy[n - 3] - xy[n - 1]];
}

/**
 * The step that keeps the same wedge of the face on the left: the first one clockwise from the way
 * back. This keeps the
 * inside of a ring that touches itself in one piece, and gives two rings where the inside falls in
 * two.
 */
export function nextStep(step: Step, candidates: Step[]): Step | undefined {
  if (candidates.length <= 1) return candidates[0];
  const [bx, by] = heading({ edge: step.edge, forward: !step.forward });
  const order = [...candidates].sort((a, b) => compareDirections(...heading(a), ...heading(b)));
  for (let i = order.length - 1; i >= 0; i--) {
    if (compareDirections(...heading(order[i]), bx, by) < 0) return order[i];
  }
  return order[order.length - 1];
}

export function ringOf(steps: Step[]): Ring {
  let length = 2;
  for (const { edge } of steps) length += edge.xy.length - 2;
  const out = new Int32Array(length);
  let at = 0;
  for (const {
    edge: { xy },
    forward,
  } of steps) {
    if (forward) {
      out.set(xy.subarray(0, xy.length - 2), at);
      at += xy.length - 2;
    } else {
      for (let i = xy.length - 2; i > 0; i -= 2) {
        out[at++] = xy[i];
        out[at++] = xy[i + 1];
      }
    }
  }
  out[at++] = out[0];
  out[at] = out[1];
  return { xy: out, area2: doubleArea(out), box: boxOf(out) };
}

/**
 * Walks all rings that have `label` on the left. A walk that does not close (no coverage) ends
 * where it stops.
 */
export function traceRings(edges: Iterable<Edge>, label: Label): Ring[] {
  const rings: Ring[] = [];
  const leaving = new Map<string, Step[]>();
  const steps: Step[] = [];
  for (const edge of edges) {
    for (const forward of [true, false]) {
      if ((forward ? edge.left : edge.right) !== label) continue;
      const step = { edge, forward };
      if (isClosed(edge)) rings.push(ringOf([step]));
      else steps.push(step);
    }
  }
  for (const step of steps) {
    const key = `${startX(step)},${startY(step)}`;
    const here = leaving.get(key);
    if (here) here.push(step);
    else leaving.set(key, [step]);
  }
  const used = new Set<Step>();
  for (const first of steps) {
    if (used.has(first)) continue;
    const open: Step[] = [];
    const placeOf = new Map<string, number>();
    let step: Step | undefined = first;
    while (step && !used.has(step)) {
      used.add(step);
      placeOf.set(`${startX(step)},${startY(step)}`, open.length);
      open.push(step);
      const end = `${endX(step)},${endY(step)}`;
      const back = placeOf.get(end);
      const following = nextStep(step, leaving.get(end) ?? []);
      // A place met twice closes a ring of its own: rings are kept simple, holes may touch their
      // shell in a point.
      if (back !== undefined) {
        const loop = open.splice(back);
        for (const s of loop) placeOf.delete(`${startX(s)},${startY(s)}`);
        rings.push(ringOf(loop));
      }
      step = following;
    }
  }
  return rings;
}

/**
 * Does the ring's first segment lie in the other ring? Rings of one face share no segment, so its
 * midpoint is never on it.
 */
function ringInRing(inner: Ring, outer: Ring): boolean {
  const { box } = outer;
  if (
    inner.box.minX < box.minX ||
    inner.box.maxX > box.maxX ||
    inner.box.minY < box.minY ||
    inner.box.maxY > box.maxY
  )
    return false;
  return (
    pointInRing(outer.xy, (inner.xy[0] + inner.xy[2]) / 2, (inner.xy[1] + inner.xy[3]) / 2) > 0
  );
}

/** Gathers rings into parts: every hole goes to the smallest shell around it. */
export function assembleShape(rings: Ring[]): Shape {
  const shells = rings.filter((r) => r.area2 > 0).sort((a, b) => a.area2 - b.area2);
  const parts: Part[] = shells.map((shell) => ({ shell, holes: [] }));
  const stray: Ring[] = [];
  for (const hole of rings) {
    if (hole.area2 > 0) continue;
    const home = parts.find(({ shell }) => ringInRing(hole, shell));
    if (home) home.holes.push(hole);
    else stray.push(hole);
  }
  let box: Box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const { shell } of parts) {
    box = {
      minX: Math.min(box.minX, shell.box.minX),
      minY: Math.min(box.minY, shell.box.minY),
      maxX: Math.max(box.maxX, shell.box.maxX),
      maxY: Math.max(box.maxY, shell.box.maxY),
    };
  }
  return { parts: parts.reverse(), stray, box };
}

/** The grid's polygons; kept until one of its edges changes. */
export function shapeOf(coverage: Coverage, face: Face): Shape {
  if (face.shape) return face.shape;
  const edges: Edge[] = [];
  for (const id of face.edges) edges.push(coverage.edges.get(id) as Edge);
  face.shape = assembleShape(traceRings(edges, face.id));
  return face.shape;
}

/** Is p in the shape: 1 inside, 0 on a ring, -1 outside. */
export function pointInShape(shape: Shape, px: number, py: number): -1 | 0 | 1 {
  const { box } = shape;
  if (px < box.minX || px > box.maxX || py < box.minY || py > box.maxY) return -1;
  for (const { shell, holes } of shape.parts) {
    const at = pointInRing(shell.xy, px, py);
    if (at === 0) return 0;
    if (at < 0) continue;
    let within: -1 | 0 | 1 = 1;
    for (const hole of holes) {
      const inHole = pointInRing(hole.xy, px, py);
      if (inHole === 0) return 0;
      if (inHole > 0) {
        within = -1;
        break;
      }
    }
    if (within > 0) return 1;
  }
  return -1;
}
