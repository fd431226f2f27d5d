import { CRACK_REACH, findCracks } from "../check/cracks.js";
import type { HalfPiece } from "../check/regions.js";
import { type Box, type Edge, type GridId, isClosed, nodeKey, toPositions } from "../edge.js";
import { PlaceTable } from "../lattice.js";
import type { Coverage, Refusal } from "../model.js";
import { refuse } from "../refuse.js";
import { nextStep, ringOf, type Step } from "../shape.js";
import type { KnownSegments } from "./known-segments.js";
import { labelsOf } from "./name-sides.js";
import { CLEARLY_LARGE, sizeOf } from "./slivers.js";

/**
 * A new crack between two grids that is open to the outside would be a fault by the check's own
 * rule.
 */
export function findNewCrack(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  known: KnownSegments,
  add: readonly Edge[],
): Refusal | null {
  const places = new PlaceTable(),
    halves: HalfPiece[] = [],
    fresh: boolean[] = [];
  const grids: GridId[] = [],
    numbers = new Map<GridId, number>();
  const boxes: Box[] = [];
  /** Enters the segments that `wanted` picks, with the outside on their left. */
  const enter = (
    { xy, left, right }: Edge,
    isFresh: boolean,
    wanted: (ax: number, ay: number, bx: number, by: number) => boolean,
  ): void => {
    const owner = left ?? right;
    if (owner === null || (left !== null && right !== null)) return;
    let number = numbers.get(owner);
    if (number === undefined) {
      number = grids.push(owner) - 1;
      numbers.set(owner, number);
    }
    for (let i = 2; i < xy.length; i += 2) {
      const [ax, ay, bx, by] =
        left === null
          ? [xy[i - 2], xy[i - 1], xy[i], xy[i + 1]]
          : [xy[i], xy[i + 1], xy[i - 2], xy[i - 1]];
      if (!wanted(ax, ay, bx, by)) continue;
      halves.push({
        from: places.add(ax / 1e7, ay / 1e7),
        to: places.add(bx / 1e7, by / 1e7),
        owners: [number],
      });
      fresh.push(isFresh);
      // 200 lattice steps are 2 m and more, further than a crack reaches, up to 75 degrees of
      // latitude.
      if (isFresh)
        boxes.push({
          minX: Math.min(ax, bx) - 200,
          maxX: Math.max(ax, bx) + 200,
          minY: Math.min(ay, by) - 200,
          maxY: Math.max(ay, by) + 200,
        });
    }
  };
  for (const edge of add) enter(edge, true, (ax, ay, bx, by) => !known.has(ax, ay, bx, by));
  if (boxes.length === 0) return null;
  const near = (ax: number, ay: number, bx: number, by: number): boolean =>
    boxes.some(
      (b) =>
        Math.min(ax, bx) <= b.maxX &&
        Math.max(ax, bx) >= b.minX &&
        Math.min(ay, by) <= b.maxY &&
        Math.max(ay, by) >= b.minY,
    );
  const around = new Set<Edge>();
  for (const box of boxes.slice())
    for (const edge of coverage.index.searchBox(box)) if (!gone.has(edge)) around.add(edge);
  for (const edge of around) enter(edge, false, near);
  for (const edge of add)
    enter(edge, false, (ax, ay, bx, by) => known.has(ax, ay, bx, by) && near(ax, ay, bx, by));
  const [crack] = findCracks(halves, places, CRACK_REACH, (i) => fresh[i]);
  if (!crack) return null;
  const ids = crack.grids.map((g) => grids[g]);
  return refuse("too-close", "crack-would-stay", { grids: ids, width: crack.width }, ids, {
    type: "MultiLineString",
    coordinates: crack.lines,
  });
}

/** Rings of uncovered ground longer than this many edges are no slivers between a few grids. */
const LONGEST_WALK = 200;

/**
 * Ground that belongs to none, shut in by the change and narrower than a crack: the check would
 * call it a sliver.
 */
export function findEnclosedSliver(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  add: readonly Edge[],
): Refusal | null {
  const leaving = (x: number, y: number): Step[] => {
    const edges = [...new Set(coverage.nodes.get(nodeKey(x, y))?.edges ?? [])]
      .map((id) => coverage.edges.get(id) as Edge)
      .filter((e) => !gone.has(e));
    const out: Step[] = [];
    for (const edge of [...edges, ...add]) {
      const { xy, left, right } = edge,
        n = xy.length;
      if (left === null && xy[0] === x && xy[1] === y) out.push({ edge, forward: true });
      if (right === null && xy[n - 2] === x && xy[n - 1] === y) out.push({ edge, forward: false });
    }
    return out;
  };
  for (const edge of add) {
    if (edge.left !== null && edge.right !== null) continue;
    const first: Step = { edge, forward: edge.left === null };
    const steps: Step[] = [first];
    let closed = isClosed(edge);
    while (!closed && steps.length < LONGEST_WALK) {
      const last = steps[steps.length - 1],
        { xy } = last.edge,
        end = last.forward ? xy.length - 2 : 0;
      const next = nextStep(last, leaving(xy[end], xy[end + 1]));
      if (!next) break;
      closed = next.edge === edge && next.forward === first.forward;
      if (!closed) steps.push(next);
    }
    if (!closed) continue;
    const ring = ringOf(steps);
    // Counter-clockwise with nothing on the left: shut in. What is plainly large need not be
    // projected.
    if (ring.area2 <= 0 || ring.area2 > CLEARLY_LARGE * 100 || sizeOf([ring]).width > CRACK_REACH)
      continue;
    return refuse(
      "too-close",
      "ground-would-be-shut-in",
      {},
      labelsOf(...steps.map((s) => s.edge)),
      { type: "Polygon", coordinates: [toPositions(ring.xy)] },
    );
  }
  return null;
}
