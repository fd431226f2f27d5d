/**
 * Lays drawn lines over the edges near them and cuts both where they meet, by snap rounding (Hobby
 * 1999; Guibas and
 * Marimont 1998): every place where something new happens becomes a lattice place, and whatever
 * passes within half a
 * lattice step of it is led through it. Nothing moves by more than 0.7 of a step, 8 mm.
 */
import Flatbush from "flatbush";
import { segmentsOf } from "./chains.js";
import type { Edge, Label } from "./edge.js";
import { compareDirections, onSegment, orient, PairTable, PlaceTable } from "./lattice.js";
import { labelBelow } from "./locate.js";
import type { Coverage } from "./model.js";

/** A line in lattice places, x0, y0, x1, y1 …; closed when it ends where it begins. */
export type LatticeLine = ArrayLike<number>;

/** A noded straight piece between places a and b. */
export interface Piece {
  readonly a: number;
  readonly b: number;
  /** The edge it is part of, or null if it was only drawn. */
  edge: Edge | null;
  /** What lies left and right of a→b before the operation. */
  left: Label;
  right: Label;
  /** Times drawn from a to b less times drawn from b to a. */
  net: number;
  drawn: boolean;
}

export interface Noded {
  readonly places: PlaceTable;
  readonly pieces: Piece[];
  /** Edges near the drawing; all their pieces are here. */
  readonly edges: Set<Edge>;
  /** Edges cut or run along by the drawing. */
  readonly hit: Set<Edge>;
  /** The pieces of each edge in order, and whether they run with it. */
  readonly along: Map<Edge, { piece: number; forward: boolean }[]>;
  /** Places that became vertices of an edge by this. */
  readonly inserted: Set<number>;
  /**
   * A place where two borders would fall together, nearer than the lattice can tell; the drawing
   * cannot be used.
   */
  collapsed: [number, number] | null;
}

interface Straight {
  ax: number;
  ay: number;
  bx: number;
  by: number;
  edge: Edge | null;
  left: Label;
  right: Label;
}

/** Does the segment pass within half a step of the place (its pixel, borders included)? */
function passes({ ax, ay, bx, by }: Straight, x: number, y: number): boolean {
  if (
    x < Math.min(ax, bx) - 0.5 ||
    x > Math.max(ax, bx) + 0.5 ||
    y < Math.min(ay, by) - 0.5 ||
    y > Math.max(ay, by) + 0.5
  )
    return false;
  let above = 0,
    below = 0;
  for (let corner = 0; corner < 4; corner++) {
    const side = orient(
      ax,
      ay,
      bx,
      by,
      x + (corner & 1 ? 0.5 : -0.5),
      y + (corner & 2 ? 0.5 : -0.5),
    );
    if (side >= 0) above++;
    if (side <= 0) below++;
  }
  return above > 0 && below > 0;
}

/** The lattice place nearest to where two segments properly cross, or null. */
function crossing(s: Straight, t: Straight): [number, number] | null {
  const o1 = orient(s.ax, s.ay, s.bx, s.by, t.ax, t.ay),
    o2 = orient(s.ax, s.ay, s.bx, s.by, t.bx, t.by);
  if ((o1 > 0 && o2 > 0) || (o1 < 0 && o2 < 0) || (o1 === 0 && o2 === 0)) return null;
  const o3 = orient(t.ax, t.ay, t.bx, t.by, s.ax, s.ay),
    o4 = orient(t.ax, t.ay, t.bx, t.by, s.bx, s.by);
  if ((o3 > 0 && o4 > 0) || (o3 < 0 && o4 < 0) || o3 === o4) return null;
  const along = o3 / (o3 - o4);
  return [
    Math.round(s.ax + along * (s.bx - s.ax)) + 0,
    Math.round(s.ay + along * (s.by - s.ay)) + 0,
  ];
}

const TREE_FROM = 24;

/** Calls back with the segments whose box comes within a step of the given one. */
function finder(
  segments: readonly Straight[],
): (minX: number, minY: number, maxX: number, maxY: number) => number[] {
  const boxes = segments.map((s) => [
    Math.min(s.ax, s.bx) - 1,
    Math.min(s.ay, s.by) - 1,
    Math.max(s.ax, s.bx) + 1,
    Math.max(s.ay, s.by) + 1,
  ]);
  if (segments.length < TREE_FROM) {
    return (minX, minY, maxX, maxY) =>
      boxes.flatMap((b, i) =>
        b[0] <= maxX && b[2] >= minX && b[1] <= maxY && b[3] >= minY ? [i] : [],
      );
  }
  const tree = new Flatbush(segments.length);
  for (const b of boxes) tree.add(b[0], b[1], b[2], b[3]);
  tree.finish();
  return (minX, minY, maxX, maxY) => tree.search(minX, minY, maxX, maxY);
}

/** @param lines drawn lines in lattice units */
export function nodeDrawing(coverage: Coverage, lines: readonly LatticeLine[]): Noded {
  const places = new PlaceTable();
  const drawn: Straight[] = [];
  for (const line of lines) {
    for (let i = 2; i < line.length; i += 2) {
      if (line[i] === line[i - 2] && line[i + 1] === line[i - 1]) continue;
      drawn.push({
        ax: line[i - 2],
        ay: line[i - 1],
        bx: line[i],
        by: line[i + 1],
        edge: null,
        left: null,
        right: null,
      });
    }
  }
  const edges = new Set<Edge>();
  for (const s of drawn) {
    for (const edge of coverage.index.search(
      Math.min(s.ax, s.bx) - 1,
      Math.min(s.ay, s.by) - 1,
      Math.max(s.ax, s.bx) + 1,
      Math.max(s.ay, s.by) + 1,
    ))
      edges.add(edge);
  }
  const existing: Straight[] = [];
  for (const edge of edges) for (const s of segmentsOf(edge)) existing.push({ ...s, edge });
  const nearExisting = finder(existing),
    nearDrawn = finder(drawn);

  // Places where something happens: ends of what is drawn, and crossings.
  const hot = new PlaceTable();
  drawn.forEach((s, i) => {
    hot.add(s.ax, s.ay);
    hot.add(s.bx, s.by);
    const box = [
      Math.min(s.ax, s.bx),
      Math.min(s.ay, s.by),
      Math.max(s.ax, s.bx),
      Math.max(s.ay, s.by),
    ] as const;
    for (const t of nearExisting(...box)) {
      const at = crossing(s, existing[t]);
      if (at) hot.add(...at);
    }
    for (const t of nearDrawn(...box)) {
      const at = t > i ? crossing(s, drawn[t]) : null;
      if (at) hot.add(...at);
    }
  });
  const cuts = (
    segments: readonly Straight[],
    near: ReturnType<typeof finder>,
    x: number,
    y: number,
    into: Map<number, [number, number][]>,
  ): void => {
    for (const i of near(x, y, x, y)) {
      const s = segments[i];
      if ((s.ax === x && s.ay === y) || (s.bx === x && s.by === y) || !passes(s, x, y)) continue;
      const list = into.get(i);
      if (list) list.push([x, y]);
      else into.set(i, [[x, y]]);
    }
  };
  const cutExisting = new Map<number, [number, number][]>(),
    cutDrawn = new Map<number, [number, number][]>();
  for (let p = 0; p < hot.size; p++) {
    cuts(existing, nearExisting, hot.xs[p], hot.ys[p], cutExisting);
    cuts(drawn, nearDrawn, hot.xs[p], hot.ys[p], cutDrawn);
  }
  // What is drawn is led through existing vertices too; existing borders are not moved for each
  // other's sake.
  const vertices = new PlaceTable();
  for (const { ax, ay, bx, by } of existing) {
    vertices.add(ax, ay);
    vertices.add(bx, by);
  }
  for (let p = 0; p < vertices.size; p++)
    if (hot.find(vertices.xs[p], vertices.ys[p]) < 0)
      cuts(drawn, nearDrawn, vertices.xs[p], vertices.ys[p], cutDrawn);

  const pairs = new PairTable();
  const pieces: Piece[] = [];
  const hit = new Set<Edge>();
  const inserted = new Set<number>();
  const along: Noded["along"] = new Map();
  let collapsed: Noded["collapsed"] = null;
  const enter = (s: Straight, between: [number, number][] | undefined): void => {
    const path = [places.add(s.ax, s.ay)];
    if (between) {
      const ux = s.bx - s.ax,
        uy = s.by - s.ay;
      between.sort((p, q) => (p[0] - q[0]) * ux + (p[1] - q[1]) * uy);
      for (const [x, y] of between) path.push(places.add(x, y));
      if (s.edge) {
        hit.add(s.edge);
        for (const p of path.slice(1)) inserted.add(p);
      }
    }
    path.push(places.add(s.bx, s.by));
    for (let i = 1; i < path.length; i++) {
      if (path[i] === path[i - 1]) continue;
      const before = pairs.size,
        at = pairs.add(path[i - 1], path[i]);
      if (at === before)
        pieces.push({
          a: pairs.low[at],
          b: pairs.high[at],
          edge: null,
          left: null,
          right: null,
          net: 0,
          drawn: false,
        });
      const piece = pieces[at],
        same = piece.a === path[i - 1];
      if (s.edge) {
        if (piece.edge) collapsed = [places.xs[piece.a], places.ys[piece.a]];
        const way = along.get(s.edge);
        if (way) way.push({ piece: at, forward: same });
        else along.set(s.edge, [{ piece: at, forward: same }]);
        piece.edge = s.edge;
        piece.left = same ? s.left : s.right;
        piece.right = same ? s.right : s.left;
      } else {
        piece.net += same ? 1 : -1;
        piece.drawn = true;
        if (piece.edge) hit.add(piece.edge);
      }
    }
  };
  existing.forEach((s, i) => enter(s, cutExisting.get(i)));
  for (let p = 0; p < vertices.size; p++)
    inserted.delete(places.find(vertices.xs[p], vertices.ys[p]));
  drawn.forEach((s, i) => enter(s, cutDrawn.get(i)));
  const noded: Noded = { places, pieces, edges, hit, along, inserted, collapsed };
  labelDrawn(coverage, noded);
  return noded;
}

/**
 * Finds in which grid each piece lies that was only drawn: from the wedges at its ends, from its
 * neighbours, by looking.
 */
function labelDrawn(coverage: Coverage, { places, pieces }: Noded): void {
  const { xs, ys } = places;
  const spokes = new Map<number, { dx: number; dy: number; left: Label }[]>();
  const drawnAt = new Map<number, number[]>();
  const open: number[] = [];
  pieces.forEach((piece, i) => {
    for (const [from, to, left] of [
      [piece.a, piece.b, piece.left],
      [piece.b, piece.a, piece.right],
    ] as const) {
      if (piece.edge) {
        const list = spokes.get(from) ?? [];
        list.push({ dx: xs[to] - xs[from], dy: ys[to] - ys[from], left });
        spokes.set(from, list);
      } else {
        const list = drawnAt.get(from) ?? [];
        list.push(i);
        drawnAt.set(from, list);
      }
    }
  });
  for (const list of spokes.values())
    list.sort((p, q) => compareDirections(p.dx, p.dy, q.dx, q.dy));
  const done = new Uint8Array(pieces.length);
  const setLabel = (i: number, label: Label): void => {
    pieces[i].left = label;
    pieces[i].right = label;
    done[i] = 1;
    open.push(i);
  };
  const spread = (): void => {
    while (open.length > 0) {
      const i = open.pop() as number;
      for (const p of [pieces[i].a, pieces[i].b]) {
        if (spokes.has(p)) continue;
        for (const k of drawnAt.get(p) ?? []) if (!done[k]) setLabel(k, pieces[i].left);
      }
    }
  };
  pieces.forEach((piece, i) => {
    if (piece.edge || done[i]) return;
    for (const [from, to] of [
      [piece.a, piece.b],
      [piece.b, piece.a],
    ]) {
      const around = spokes.get(from);
      if (!around || done[i]) continue;
      const dx = xs[to] - xs[from],
        dy = ys[to] - ys[from];
      let before = around[around.length - 1];
      for (const spoke of around)
        if (compareDirections(spoke.dx, spoke.dy, dx, dy) < 0) before = spoke;
      setLabel(i, before.left);
    }
  });
  spread();
  pieces.forEach((piece, i) => {
    if (piece.edge || done[i]) return;
    setLabel(i, labelBelow(coverage, xs[piece.a], ys[piece.a]));
    spread();
  });
}

/** Brings further edges in, uncut: the rest of the grids that a line divides. */
export function bringIn(noded: Noded, edges: Iterable<Edge>): void {
  for (const edge of edges) {
    if (noded.edges.has(edge)) continue;
    noded.edges.add(edge);
    const way: { piece: number; forward: boolean }[] = [];
    for (const s of segmentsOf(edge)) {
      way.push({ piece: noded.pieces.length, forward: true });
      noded.pieces.push({
        a: noded.places.add(s.ax, s.ay),
        b: noded.places.add(s.bx, s.by),
        edge,
        left: s.left,
        right: s.right,
        net: 0,
        drawn: false,
      });
    }
    noded.along.set(edge, way);
  }
}

/** Do the lines of a drawing cross or run on themselves? Returns a place where, or null. */
export function selfCrossing(ring: LatticeLine): [number, number] | null {
  const n = ring.length / 2 - 1;
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const [ax, ay, bx, by, cx, cy, dx, dy] = [
        ring[2 * i],
        ring[2 * i + 1],
        ring[2 * i + 2],
        ring[2 * i + 3],
        ring[2 * k],
        ring[2 * k + 1],
        ring[2 * k + 2],
        ring[2 * k + 3],
      ];
      if (k === i + 1 || (i === 0 && k === n - 1)) continue;
      if (
        onSegment(ax, ay, bx, by, cx, cy) ||
        onSegment(ax, ay, bx, by, dx, dy) ||
        onSegment(cx, cy, dx, dy, ax, ay) ||
        onSegment(cx, cy, dx, dy, bx, by)
      )
        return [cx, cy];
      const o1 = orient(ax, ay, bx, by, cx, cy),
        o2 = orient(ax, ay, bx, by, dx, dy);
      const o3 = orient(cx, cy, dx, dy, ax, ay),
        o4 = orient(cx, cy, dx, dy, bx, by);
      if (o1 > 0 !== o2 > 0 && o3 > 0 !== o4 > 0) return [cx, cy];
    }
  }
  return null;
}
