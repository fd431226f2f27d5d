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
import type { Geometry } from "geojson";
import { localProjection, type Projection } from "../projection.js";
import { CRACK_REACH, findCracks } from "./check/cracks.js";
import type { HalfPiece } from "./check/regions.js";
import { segmentDistance } from "./check/rim.js";
import {
  compareDirections,
  foldedBack,
  PairTable,
  PlaceTable,
  pointInRing,
  segmentsConflict,
} from "./lattice.js";
import { labelBelow } from "./locate.js";
import {
  type Box,
  type Coverage,
  type Edge,
  type Finding,
  type GridId,
  isClosed,
  type Label,
  nodeKey,
  type Outcome,
  type Refusal,
  toPosition,
  toPositions,
} from "./model.js";
import type { RewireOptions } from "./rewire.js";
import {
  assembleShape,
  nextStep,
  pointInShape,
  type Ring,
  ringOf,
  type Shape,
  type Step,
  shapeOf,
  traceRings,
} from "./shape.js";

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
  for (const label of touched) {
    if (label === null) continue;
    const edges = new Set<Edge>();
    for (const id of coverage.faces.get(label)?.edges ?? []) {
      const edge = coverage.edges.get(id) as Edge;
      if (!gone.has(edge)) edges.add(edge);
    }
    for (const edge of add) if (edge.left === label || edge.right === label) edges.add(edge);
    if (edges.size === 0) {
      if (removedGrids.has(label)) continue;
      return refusal(
        "vanishes",
        `Grid ${label} would lose all its area; merge it instead.`,
        [label],
        null,
      );
    }
    const shape = assembleShape(traceRings(edges, label));
    const bad = findBadShape(coverage, label, shape, options);
    if (bad) return bad;
    shapes.set(label, shape);
  }
  for (const id of options.locked ?? []) {
    const face = touched.has(id) ? coverage.faces.get(id) : undefined;
    if (!face || keepsOutline(shapeOf(coverage, face), shapes.get(id))) continue;
    return refusal("locked", `Grid ${id} is locked and would change; unlock it first.`, [id], null);
  }
  if (touched.has(null)) {
    const swallowed = findSwallowed(coverage, gone, add, shapes);
    if (swallowed) return swallowed;
    const crack =
      findNewCrack(coverage, gone, known, add) ?? findEnclosedSliver(coverage, gone, add);
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

function refusal(
  refused: Refusal["refused"],
  message: string,
  ids: GridId[],
  geometry: Geometry | null,
): Refusal {
  return { refused, grids: ids, geometry, message };
}

/** Segments that were there before, looked up by their ends. */
class KnownSegments {
  private readonly places = new PlaceTable();
  private readonly pairs = new PairTable();

  constructor(edges: readonly Edge[]) {
    for (const { xy } of edges) {
      let p = this.places.add(xy[0], xy[1]);
      for (let i = 2; i < xy.length; i += 2) {
        const q = this.places.add(xy[i], xy[i + 1]);
        this.pairs.add(p, q);
        p = q;
      }
    }
  }

  has(ax: number, ay: number, bx: number, by: number): boolean {
    const a = this.places.find(ax, ay),
      b = a < 0 ? -1 : this.places.find(bx, by);
    return b >= 0 && this.pairs.find(a, b) >= 0;
  }
}

/**
 * A new crack between two grids that is open to the outside would be a fault by the check's own
 * rule.
 */
function findNewCrack(
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
  return refusal(
    "too-close",
    `A crack of ${crack.width.toPrecision(2)} m would stay between grids ${ids[0]} and ` +
      `${ids[1]}; let them share the border, or leave more room.`,
    ids,
    { type: "MultiLineString", coordinates: crack.lines },
  );
}

/** Rings of uncovered ground longer than this many edges are no slivers between a few grids. */
const LONGEST_WALK = 200;

/**
 * Ground that belongs to none, shut in by the change and narrower than a crack: the check would
 * call it a sliver.
 */
function findEnclosedSliver(
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
    return refusal(
      "too-close",
      "A sliver of ground that belongs to no grid would be shut in here; let the borders meet, " +
        "or leave more room.",
      labelsOf(...steps.map((s) => s.edge)),
      { type: "Polygon", coordinates: [toPositions(ring.xy)] },
    );
  }
  return null;
}

function labelsOf(...edges: Edge[]): GridId[] {
  return [
    ...new Set(edges.flatMap((e) => [e.left, e.right]).filter((l): l is GridId => l !== null)),
  ];
}

/**
 * Is it the same outline, but for vertices put into it where a neighbour's border now ends? They
 * lie within a lattice
 * step of it. Were they forbidden, no grid beside a locked one could be split.
 */
function keepsOutline(before: Shape, after: Shape | undefined): boolean {
  if (!after) return false;
  const rings = ({ parts }: Shape): Ring[] =>
    parts.flatMap(({ shell, holes }) => [shell, ...holes]);
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

/** (1): new segments against everything that will be there. */
function findCrossing(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  known: KnownSegments,
  add: readonly Edge[],
): Refusal | null {
  for (const edge of add) {
    const { xy } = edge;
    if (edge.left === edge.right)
      return refusal(
        "crosses",
        "A border would have the same grid on both sides.",
        labelsOf(edge),
        null,
      );
    for (let i = 2; i < xy.length; i += 2) {
      const ax = xy[i - 2],
        ay = xy[i - 1],
        bx = xy[i],
        by = xy[i + 1];
      if (known.has(ax, ay, bx, by)) continue;
      const minX = Math.min(ax, bx),
        maxX = Math.max(ax, bx),
        minY = Math.min(ay, by),
        maxY = Math.max(ay, by);
      const near = coverage.index.search(minX, minY, maxX, maxY).filter((e) => !gone.has(e));
      for (const other of add) {
        if (
          other.box.minX <= maxX &&
          other.box.maxX >= minX &&
          other.box.minY <= maxY &&
          other.box.maxY >= minY
        )
          near.push(other);
      }
      for (const other of near) {
        const o = other.xy;
        for (let k = 2; k < o.length; k += 2) {
          if (other === edge && k === i) continue;
          const cx = o[k - 2],
            cy = o[k - 1],
            dx = o[k],
            dy = o[k + 1];
          if (
            (cx < minX && dx < minX) ||
            (cx > maxX && dx > maxX) ||
            (cy < minY && dy < minY) ||
            (cy > maxY && dy > maxY)
          )
            continue;
          if (!segmentsConflict(ax, ay, bx, by, cx, cy, dx, dy)) continue;
          return refusal(
            "crosses",
            `The border${nameSides(edge)} would cross or touch the border${nameSides(other)} here.`,
            labelsOf(edge, other),
            {
              type: "MultiLineString",
              coordinates: [
                [toPosition(ax, ay), toPosition(bx, by)],
                [toPosition(cx, cy), toPosition(dx, dy)],
              ],
            },
          );
        }
      }
    }
  }
  return null;
}

function nameSides({ left, right }: Edge): string {
  return ` of ${[left, right]
    .map((l) => (l === null ? "the outside" : `grid ${l}`))
    .join(" and ")}`;
}

interface Spoke {
  dx: number;
  dy: number;
  left: Label;
  right: Label;
}

/** Both ends of an edge as spokes leaving (x, y). */
function spokesAt({ xy, left, right }: Edge, x: number, y: number): Spoke[] {
  const n = xy.length,
    out: Spoke[] = [];
  if (xy[0] === x && xy[1] === y) out.push({ dx: xy[2] - x, dy: xy[3] - y, left, right });
  if (xy[n - 2] === x && xy[n - 1] === y)
    out.push({ dx: xy[n - 4] - x, dy: xy[n - 3] - y, left: right, right: left });
  return out;
}

/** (2): the labels around every node at which something changed. */
function findBrokenWedge(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  remove: readonly Edge[],
  add: readonly Edge[],
): Refusal | null {
  const ends = new Map<string, { x: number; y: number; spokes: Spoke[] }>();
  for (const list of [remove, add]) {
    for (const { xy } of list) {
      for (const at of [0, xy.length - 2])
        ends.set(`${xy[at]},${xy[at + 1]}`, { x: xy[at], y: xy[at + 1], spokes: [] });
    }
  }
  for (const edge of add) {
    const last = edge.xy.length - 2;
    ends.get(`${edge.xy[0]},${edge.xy[1]}`)?.spokes.push(...spokesAt(edge, edge.xy[0], edge.xy[1]));
    if (!isClosed(edge))
      ends
        .get(`${edge.xy[last]},${edge.xy[last + 1]}`)
        ?.spokes.push(...spokesAt(edge, edge.xy[last], edge.xy[last + 1]));
  }
  for (const [key, { x, y, spokes }] of ends) {
    for (const id of new Set(coverage.nodes.get(key)?.edges ?? [])) {
      const edge = coverage.edges.get(id) as Edge;
      if (!gone.has(edge)) spokes.push(...spokesAt(edge, x, y));
    }
    spokes.sort((a, b) => compareDirections(a.dx, a.dy, b.dx, b.dy));
    for (let i = 0; i < spokes.length; i++) {
      const next = spokes[(i + 1) % spokes.length];
      if (
        spokes[i].left === next.right &&
        (spokes.length < 2 || !foldedBack(0, 0, spokes[i].dx, spokes[i].dy, next.dx, next.dy))
      )
        continue;
      const ids = [spokes[i].left, next.right].filter((l): l is GridId => l !== null);
      return refusal(
        "crosses",
        "The borders that meet here would not agree about what lies between them.",
        ids,
        { type: "Point", coordinates: toPosition(x, y) },
      );
    }
  }
  return null;
}

/** (3) for closed edges that stand alone: an island or enclave may have been carried elsewhere. */
function findMisplacedLoop(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  add: readonly Edge[],
): Refusal | null {
  for (const edge of add) {
    if (!isClosed(edge)) continue;
    const { xy } = edge;
    const node = coverage.nodes.get(`${xy[0]},${xy[1]}`);
    if (node?.edges.some((id) => !gone.has(coverage.edges.get(id) as Edge))) continue;
    if (add.some((other) => other !== edge && spokesAt(other, xy[0], xy[1]).length > 0)) continue;
    let low = 0;
    for (let i = 2; i < xy.length; i += 2) if (xy[i + 1] < xy[low + 1]) low = i;
    const around = labelBelow(
      coverage,
      xy[low],
      xy[low + 1],
      gone,
      add.filter((other) => other !== edge),
    );
    if (around === edge.right) continue;
    return refusal(
      "invalid-ring",
      `The ring would lie in ${around === null ? "the outside" : `grid ${around}`}, and not in ` +
        `${edge.right === null ? "the outside" : `grid ${edge.right}`} any more.`,
      labelsOf(edge),
      { type: "LineString", coordinates: toPositions(xy) },
    );
  }
  return null;
}

/**
 * (3) for the rings of one grid: every shell outside its others, every hole in exactly one shell;
 * and parts.
 */
function findBadShape(
  coverage: Coverage,
  id: GridId,
  shape: Shape,
  options: RewireOptions,
): Refusal | null {
  if (shape.stray.length > 0 || shape.parts.length === 0) {
    const ring = shape.stray[0];
    return refusal(
      "invalid-ring",
      `What lies inside grid ${id} would be left outside of it.`,
      [id],
      ring ? { type: "LineString", coordinates: toPositions(ring.xy) } : null,
    );
  }
  const rings: { ring: Ring; sign: number }[] = shape.parts.flatMap(({ shell, holes }) => [
    { ring: shell, sign: 1 },
    ...holes.map((ring) => ({ ring, sign: -1 })),
  ]);
  if (rings.length > 1) {
    for (const { ring, sign } of rings) {
      const px = (ring.xy[0] + ring.xy[2]) / 2,
        py = (ring.xy[1] + ring.xy[3]) / 2;
      let winding = 0;
      for (const other of rings)
        if (other.ring !== ring && pointInRing(other.ring.xy, px, py) > 0) winding += other.sign;
      if (winding !== (sign > 0 ? 0 : 1)) {
        return refusal(
          "invalid-ring",
          `A ring of grid ${id} would lie inside another of its rings.`,
          [id],
          { type: "LineString", coordinates: toPositions(ring.xy) },
        );
      }
    }
  }
  const face = coverage.faces.get(id);
  const had = face && face.edges.size > 0 ? shapeOf(coverage, face).parts.length : 1;
  const limit = Math.max(1, options.maxParts?.get(id) ?? had);
  if (shape.parts.length > limit) {
    const smallest = shape.parts.reduce((a, b) => (b.shell.area2 < a.shell.area2 ? b : a));
    return refusal(
      "multipart",
      `Grid ${id} would fall into ${shape.parts.length} parts; this is the smallest of them. ` +
        "Give it to a neighbour too, or leave a connection.",
      [id],
      { type: "Polygon", coordinates: [toPositions(smallest.shell.xy)] },
    );
  }
  return null;
}

/** (3) where the rim moved: no other component may have come to lie inside a grid. */
function findSwallowed(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  add: readonly Edge[],
  shapes: ReadonlyMap<GridId, Shape>,
): Refusal | null {
  for (const [id, shape] of shapes) {
    const near = coverage.index.searchBox(shape.box).filter((e) => !gone.has(e));
    for (const edge of [...near, ...add]) {
      if ((edge.left !== null && edge.right !== null) || edge.left === id || edge.right === id)
        continue;
      if (pointInShape(shape, (edge.xy[0] + edge.xy[2]) / 2, (edge.xy[1] + edge.xy[3]) / 2) <= 0)
        continue;
      return refusal(
        "invalid-ring",
        `Grid ${id} would swallow${nameSides(edge)}.`,
        [id, ...labelsOf(edge)],
        { type: "LineString", coordinates: toPositions(edge.xy) },
      );
    }
  }
  return null;
}

const projections = new Map<string, Projection>();

/**
 * One projection a degree cell: widths of slivers need no better, and making one costs more than
 * using it.
 */
function projectionNear(box: Box): Projection {
  const lon = Math.round((box.minX + box.maxX) / 2e7),
    lat = Math.max(-89, Math.min(89, Math.round((box.minY + box.maxY) / 2e7)));
  const key = `${lon},${lat}`;
  let projection = projections.get(key);
  if (!projection) {
    projection = localProjection(Math.max(-180, Math.min(180, lon)), lat);
    projections.set(key, projection);
  }
  return projection;
}

/** Area and twice area over perimeter (the width of a long thin thing) in metres. */
export function sizeOf(rings: readonly Ring[]): { area: number; width: number } {
  const projection = projectionNear(rings[0].box);
  let area = 0,
    perimeter = 0;
  for (const { xy } of rings) {
    let [px, py] = projection.forward(xy[0] / 1e7, xy[1] / 1e7);
    const ox = px,
      oy = py;
    for (let i = 2; i < xy.length; i += 2) {
      const [x, y] = projection.forward(xy[i] / 1e7, xy[i + 1] / 1e7);
      area += (px - ox) * (y - oy) - (py - oy) * (x - ox);
      perimeter += Math.hypot(x - px, y - py);
      px = x;
      py = y;
    }
  }
  return { area: Math.abs(area) / 2, width: Math.abs(area) / perimeter };
}

/**
 * Square lattice units beyond which nothing is a sliver of any sensible limit: spares projecting
 * ordinary grids.
 */
const CLEARLY_LARGE = 1e9;

function findSlivers(
  shapes: ReadonlyMap<GridId, Shape>,
  limits: { width: number; area: number },
): Finding[] {
  const out: Finding[] = [];
  for (const [id, { parts }] of shapes) {
    for (const { shell, holes } of parts) {
      if (shell.area2 > CLEARLY_LARGE && shell.area2 > limits.area * CLEARLY_LARGE) continue;
      const { area, width } = sizeOf([shell, ...holes]);
      if (area >= limits.area || width >= limits.width) continue;
      out.push({
        kind: "sliver",
        ids: [id],
        geometry: { type: "Polygon", coordinates: [shell, ...holes].map((r) => toPositions(r.xy)) },
        message: `Grid ${id} is a sliver: ${area.toFixed(2)} m², about ${width.toFixed(2)} m wide.`,
        fixes: [{ kind: "redraw", grid: id, message: "Merge it with a neighbour, or widen it." }],
      });
    }
  }
  return out;
}
