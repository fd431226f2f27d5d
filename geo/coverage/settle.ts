/** From noded pieces and what shall lie on their sides to a judged change. */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import type { Segment } from "./chains.js";
import { type Edge, type GridId, type Label, toPosition, toPositions } from "./edge.js";
import type { Coverage, Outcome, Refusal } from "./model.js";
import { type LatticeLine, type Noded, selfCrossing } from "./noding.js";
import { said } from "./phrases.js";
import { refuse } from "./refuse.js";
import { rewire } from "./rewire.js";
import type { RewireOptions } from "./rewire-options.js";

/**
 * Keeps what separates two grids, drops what does not. A vertex that the drawing put into an edge
 * stays only where a
 * border now ends, so a line that was drawn too long leaves no trace.
 */
export function settle(
  coverage: Coverage,
  noded: Noded,
  labelsOf: (piece: number) => [left: Label, right: Label],
  options: RewireOptions,
): Outcome {
  const { places, pieces, hit, along, inserted, collapsed } = noded;
  const { xs, ys } = places;
  if (collapsed) {
    return refuse("too-close", "too-near-to-tell", {}, [...options.note.grids], {
      type: "Point",
      coordinates: toPosition(...collapsed),
    });
  }
  const labels = pieces.map((_, i) => labelsOf(i));
  const segments: Segment[] = [];
  const ends = new Set<number>();
  const put = (a: number, b: number, left: Label, right: Label): void => {
    if (left !== right) segments.push({ ax: xs[a], ay: ys[a], bx: xs[b], by: ys[b], left, right });
  };
  pieces.forEach((piece, i) => {
    if (piece.edge || labels[i][0] === labels[i][1]) return;
    ends.add(piece.a);
    ends.add(piece.b);
    put(piece.a, piece.b, ...labels[i]);
  });
  const removed = new Set<Edge>();
  const added = new Map<string, { grids: Label[]; places: Set<number> }>();
  for (const [edge, way] of along) {
    const changed =
      hit.has(edge) ||
      way.some(
        ({ piece }) =>
          labels[piece][0] !== pieces[piece].left || labels[piece][1] !== pieces[piece].right,
      );
    if (!changed) continue;
    removed.add(edge);
    let from = -1;
    way.forEach(({ piece, forward }, i) => {
      const [l, r] = labels[piece],
        left = forward ? l : r,
        right = forward ? r : l;
      const to = forward ? pieces[piece].b : pieces[piece].a;
      if (from < 0) from = forward ? pieces[piece].a : pieces[piece].b;
      const next = way[i + 1];
      if (next && inserted.has(to) && !ends.has(to)) {
        const [nl, nr] = labels[next.piece];
        if ((next.forward ? nl : nr) === left && (next.forward ? nr : nl) === right) return;
      }
      if (next && inserted.has(to)) {
        const grids = [edge.left, edge.right].sort();
        const entry = added.get(grids.join("|")) ?? { grids, places: new Set<number>() };
        added.set(grids.join("|"), entry);
        entry.places.add(to);
      }
      put(from, to, left, right);
      from = to;
    });
  }
  const told = [...added.values()].map(({ grids, places: { size } }) =>
    said("vertices-added", { count: size, grids }),
  );
  return rewire(coverage, removed, segments, { ...options, note: { ...options.note, told } });
}

function badPlace([lon, lat]: Position): boolean {
  return !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90);
}

/** A drawn line on the lattice, doubled points dropped; at least `least` different ones. */
export function readLine(line: readonly Position[], least = 2): number[] | Refusal {
  const wrong = line.find(badPlace);
  if (wrong) return refuse("bad-drawing", "not-a-place", { place: String(wrong) });
  const out: number[] = [];
  for (const [lon, lat] of line) {
    const x = toLattice(lon),
      y = toLattice(lat);
    if (out.length === 0 || out[out.length - 2] !== x || out[out.length - 1] !== y) out.push(x, y);
  }
  if (out.length < 2 * least) return refuse("bad-drawing", "too-few-points", { least });
  return out;
}

/**
 * A drawn polygon's outer ring, counter-clockwise and closed. A drawing that crosses itself is
 * refused with the place.
 */
export function readRing(ring: readonly Position[]): number[] | Refusal {
  const read = readLine(ring, 3);
  if ("refused" in read) return read;
  if (read[0] !== read[read.length - 2] || read[1] !== read[read.length - 1])
    read.push(read[0], read[1]);
  const n = read.length / 2;
  if (n < 4) return refuse("bad-drawing", "too-few-points", { least: 3 });
  const cross = selfCrossing(read);
  if (cross)
    return refuse("bad-drawing", "crosses-itself", {}, [], {
      type: "Point",
      coordinates: toPosition(...cross),
    });
  let area = 0;
  for (let i = 1; i < n; i++)
    area +=
      (read[2 * i - 2] - read[0]) * (read[2 * i + 1] - read[1]) -
      (read[2 * i - 1] - read[1]) * (read[2 * i] - read[0]);
  if (area === 0) return refuse("bad-drawing", "no-area", {});
  if (area > 0) return read;
  const turned: number[] = [];
  for (let i = n - 1; i >= 0; i--) turned.push(read[2 * i], read[2 * i + 1]);
  return turned;
}

export function isReading(read: number[] | Refusal): read is number[] {
  return Array.isArray(read);
}

export function lineGeometry(line: LatticeLine): { type: "LineString"; coordinates: Position[] } {
  return { type: "LineString", coordinates: toPositions(line) };
}

/** A grid id that is not taken: the wish, or the wish with the first free number. */
export function freeId(
  coverage: Coverage,
  wish: GridId,
  also: ReadonlySet<GridId> = new Set(),
): GridId {
  let id = wish;
  for (let n = 2; coverage.faces.has(id) || also.has(id); n++) id = `${wish}-${n}`;
  return id;
}
