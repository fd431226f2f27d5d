/**
 * Where a block without lines holds too many households: borders in the gaps between buildings.
 * The gaps' middle lines are edges of the Voronoi diagram of points along the footprints (Okabe et
 * al. 2000, 3.4); a way along them from rim to rim, pulled straight, parts the block.
 */
import Delaunator from "delaunator";
import Flatbush from "flatbush";
import { NearestFirst } from "../nearest-first.js";
import type { Obstacle } from "./atoms.js";
import { circumcentre } from "./circumcentre.js";
import { cutsFootprint, insideMetric } from "./footprint.js";

/** Metres between points along a footprint: gaps of half of it are still told. */
const SPACING = 1;
/** A gap of so many metres costs twice a wide one: lanes that nobody drew are found. */
const NARROW = 4;
/** Gaps tried as ends of a way across. */
const MOST_DOORS = 48;
/** Each side of a cut holds at least this share of the block's households. */
const LEAST_SHARE = 0.25;

type Links = Map<number, [to: number, cost: number][]>;

/** A way from one node to another: what it costs, and the nodes between. */
interface Way {
  readonly to: number;
  readonly cost: number;
  readonly via: readonly number[];
}

interface Gaps {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * Ways from where gaps fork or end to the next such place. They cost metres, more where the gap is
   * narrow.
   */
  readonly ways: ReadonlyMap<number, readonly Way[]>;
  /** Nodes at which the gaps open to the block's rim, and where. */
  readonly doors: { node: number; x: number; y: number; at: number }[];
}

/**
 * A way across the block as x, y, x, y … in metres, a hand beyond the rim at both ends; or null.
 */
export function cutInGap(ring: Float64Array, obstacles: readonly Obstacle[]): number[] | null {
  if (obstacles.length < 2) return null;
  const gaps = gapsOf(ring, obstacles);
  if (gaps.doors.length < 2) return null;
  const total = obstacles.reduce((s, o) => s + o.households, 0);
  const side = Math.sqrt(Math.abs(areaOf(ring)));
  const doors = someOf(gaps.doors);
  const ways = doors.flatMap((door, k) => {
    const reached = shortest(gaps, door.node);
    return doors.slice(k + 1).flatMap((other) => {
      const length = reached.far[other.node];
      return length > 0 && length < Infinity
        ? [{ floor: length / side, door, other, reached }]
        : [];
    });
  });
  let best: { path: number[]; score: number } | null = null;
  const places = obstacles.map(({ rings: [r] }) => [r[0], r[1]] as const);
  // The shortest first: once a way's length alone is dearer than the best, no later one is better.
  for (const { floor, door, other, reached } of ways.sort((a, b) => a.floor - b.floor)) {
    if (best && floor >= best.score) break;
    const path = pathTo(gaps, reached, door, other);
    const piece = sidePiece(ring, path, door.at, other.at);
    let inside = 0;
    obstacles.forEach(({ households }, o) => {
      if (insideMetric([piece], ...places[o])) inside += households;
    });
    const share = Math.min(inside, total - inside) / total;
    if (share < LEAST_SHARE) continue;
    const score = floor + 2 * (0.5 - share);
    if (!best || score < best.score) best = { path, score };
  }
  return best && stretched(pulled(best.path, ring, obstacles));
}

/** Evenly round the rim; a large block has hundreds. */
function someOf(doors: Gaps["doors"]): Gaps["doors"] {
  const sorted = [...doors].sort((a, b) => a.at - b.at);
  const every = Math.max(1, sorted.length / MOST_DOORS);
  return Array.from(
    { length: Math.min(sorted.length, MOST_DOORS) },
    (_, k) => sorted[Math.floor(k * every)],
  );
}

function gapsOf(ring: Float64Array, obstacles: readonly Obstacle[]): Gaps {
  const points: number[] = [],
    owner: number[] = [];
  obstacles.forEach(({ rings }, o) => {
    for (const r of rings)
      for (let i = 2; i < r.length; i += 2) {
        const dx = r[i] - r[i - 2],
          dy = r[i + 1] - r[i - 1],
          steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / SPACING));
        for (let s = 0; s < steps; s++) {
          points.push(r[i - 2] + (dx * s) / steps, r[i - 1] + (dy * s) / steps);
          owner.push(o);
        }
      }
  });
  // Eight points far away close the diagram.
  const reach = 20 * Math.sqrt(Math.abs(areaOf(ring))) + 1000;
  for (let k = 0; k < 8; k++) {
    points.push(
      ring[0] + reach * Math.cos((k * Math.PI) / 4),
      ring[1] + reach * Math.sin((k * Math.PI) / 4),
    );
    owner.push(-1);
  }
  const { triangles, halfedges } = new Delaunator(Float64Array.from(points));
  const count = triangles.length / 3;
  const x = new Float64Array(count),
    y = new Float64Array(count);
  for (let t = 0; t < count; t++) [x[t], y[t]] = circumcentre(points, triangles, t);
  const links: Links = new Map(),
    doors: Gaps["doors"] = [];
  const inside = Uint8Array.from(x, (_, t) => Number(insideMetric([ring], x[t], y[t])));
  for (let e = 0; e < triangles.length; e++) {
    const f = halfedges[e];
    if (f < e) continue;
    const a = owner[triangles[e]],
      b = owner[triangles[e % 3 === 2 ? e - 2 : e + 1]];
    if (a === b || a < 0 || b < 0) continue;
    const s = Math.floor(e / 3),
      t = Math.floor(f / 3);
    const hits = [a, b].some((o) => cutsFootprint(obstacles[o].rings, x[s], y[s], x[t], y[t]));
    if (hits) continue;
    if (inside[s] && inside[t]) {
      const p = 2 * triangles[e],
        q = 2 * triangles[e % 3 === 2 ? e - 2 : e + 1];
      const width = Math.hypot(points[p] - points[q], points[p + 1] - points[q + 1]);
      const cost = Math.hypot(x[s] - x[t], y[s] - y[t]) * (1 + NARROW / (width + 0.1));
      link(links, s, t, cost);
      link(links, t, s, cost);
    } else if (inside[s] !== inside[t]) {
      const [i, o] = inside[s] ? [s, t] : [t, s];
      const door = firstCrossing(ring, x[i], y[i], x[o], y[o]);
      if (door) doors.push({ node: i, ...door });
    }
  }
  const ways = waysBetween(links, new Set(doors.map(({ node }) => node)));
  return { x, y, ways, doors };
}

function link(links: Links, a: number, b: number, cost: number): void {
  const here = links.get(a);
  if (here) here.push([b, cost]);
  else links.set(a, [[b, cost]]);
}

function firstCrossing(
  ring: Float64Array,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): { x: number; y: number; at: number } | null {
  let found: { x: number; y: number; at: number } | null = null,
    least = Infinity;
  for (let i = 2; i < ring.length; i += 2) {
    const ux = ring[i] - ring[i - 2],
      uy = ring[i + 1] - ring[i - 1];
    const p = ux * (ay - ring[i - 1]) - uy * (ax - ring[i - 2]),
      q = ux * (by - ring[i - 1]) - uy * (bx - ring[i - 2]);
    if (p > 0 === q > 0) continue;
    const t = p / (p - q),
      x = ax + t * (bx - ax),
      y = ay + t * (by - ay);
    const s = ((x - ring[i - 2]) * ux + (y - ring[i - 1]) * uy) / (ux * ux + uy * uy);
    if (s < 0 || s > 1 || t >= least) continue;
    least = t;
    found = { x, y, at: i / 2 - 1 + Math.min(s, 0.999999) };
  }
  return found;
}

/** The cheapest way to a node: its last piece, and the node where that begins (-1: the source). */
interface Reached {
  readonly far: Float64Array;
  readonly before: Int32Array;
  readonly last: (Way | undefined)[];
}

function shortest({ x, ways }: Gaps, source: number): Reached {
  const far = new Float64Array(x.length).fill(Infinity),
    before = new Int32Array(x.length).fill(-1),
    last: (Way | undefined)[] = [];
  const queue = new NearestFirst<number>();
  far[source] = 0;
  queue.put(0, source);
  while (queue.size > 0) {
    const [here, a] = queue.take();
    if (here > far[a]) continue;
    for (const way of ways.get(a) ?? []) {
      const through = here + way.cost;
      if (through >= far[way.to]) continue;
      far[way.to] = through;
      before[way.to] = a;
      last[way.to] = way;
      queue.put(through, way.to);
    }
  }
  return { far, before, last };
}

function pathTo(
  { x, y }: Gaps,
  { before, last }: Reached,
  from: { x: number; y: number },
  to: { node: number; x: number; y: number },
): number[] {
  const back: number[] = [to.x, to.y];
  for (let at = to.node; at >= 0; at = before[at])
    for (const node of [at, ...(last[at]?.via.toReversed() ?? [])]) back.push(x[node], y[node]);
  back.push(from.x, from.y);
  const path: number[] = [];
  for (let i = back.length - 2; i >= 0; i -= 2) path.push(back[i], back[i + 1]);
  return path;
}

/** A gap is some hundred links long and hardly forks: what lies between two forks is one way. */
function waysBetween(links: Links, isDoor: ReadonlySet<number>): Map<number, Way[]> {
  const isPassed = (node: number): boolean => links.get(node)?.length === 2 && !isDoor.has(node);
  const ways = new Map<number, Way[]>();
  for (const [node, first] of links) {
    if (isPassed(node)) continue;
    ways.set(
      node,
      first.map(([next, length]) => {
        const via: number[] = [];
        let [before, to, cost] = [node, next, length];
        while (isPassed(to)) {
          const [on, more] =
            (links.get(to) as [number, number][]).find(([n]) => n !== before) ?? [];
          if (on === undefined) break;
          via.push(to);
          cost += more as number;
          before = to;
          to = on;
        }
        return { to, cost, via };
      }),
    );
  }
  return ways;
}

/** The ring of the block's part between the path and the rim from its end back to its beginning. */
function sidePiece(ring: Float64Array, path: number[], from: number, to: number): Float64Array {
  const n = ring.length / 2 - 1;
  const out = [...path];
  const last = Math.floor(from);
  for (let k = Math.floor(to); k !== last; k = (k + 1) % n)
    out.push(ring[2 * ((k + 1) % n)], ring[2 * ((k + 1) % n) + 1]);
  out.push(path[0], path[1]);
  return Float64Array.from(out);
}

/** Leaves out what the way does not need: straight pieces that hit no footprint and no rim. */
function pulled(path: number[], ring: Float64Array, obstacles: readonly Obstacle[]): number[] {
  const tree = new Flatbush(obstacles.length);
  for (const { box } of obstacles) tree.add(...box);
  tree.finish();
  const clear = (i: number, j: number): boolean => {
    const [ax, ay, bx, by] = [path[2 * i], path[2 * i + 1], path[2 * j], path[2 * j + 1]];
    const reach: [number, number, number, number] = [
      Math.min(ax, bx) - 0.2,
      Math.min(ay, by) - 0.2,
      Math.max(ax, bx) + 0.2,
      Math.max(ay, by) + 0.2,
    ];
    // A border keeps a hand's breadth from the walls: places are rounded to a centimetre.
    const d = Math.hypot(bx - ax, by - ay) || 1;
    const hits = (o: number): boolean =>
      [0, 0.15, -0.15].some((off) => {
        const x = (-off * (by - ay)) / d,
          y = (off * (bx - ax)) / d;
        return cutsFootprint(obstacles[o].rings, ax + x, ay + y, bx + x, by + y);
      });
    if (tree.search(...reach).some(hits)) return false;
    const inset = 1e-3;
    const a: [number, number] = [ax + inset * (bx - ax), ay + inset * (by - ay)],
      b: [number, number] = [bx + inset * (ax - bx), by + inset * (ay - by)];
    return insideMetric([ring], ...a) && !firstCrossing(ring, ...a, ...b);
  };
  const out = [path[0], path[1]];
  const last = path.length / 2 - 1;
  for (let i = 0; i < last; ) {
    let j = last;
    while (j > i + 1 && !clear(i, j)) j--;
    out.push(path[2 * j], path[2 * j + 1]);
    i = j;
  }
  return out;
}

/** Two hands beyond the rim at both ends, so that it is met for certain; the ends fall away. */
function stretched(path: number[]): number[] {
  const beyond = (x: number, y: number, fromX: number, fromY: number): [number, number] => {
    const d = Math.hypot(x - fromX, y - fromY) || 1;
    return [x + (0.05 * (x - fromX)) / d, y + (0.05 * (y - fromY)) / d];
  };
  const n = path.length;
  const first = beyond(path[0], path[1], path[2], path[3]),
    last = beyond(path[n - 2], path[n - 1], path[n - 4], path[n - 3]);
  return [...first, ...path.slice(2, n - 2), ...last];
}

function areaOf(ring: Float64Array): number {
  let sum = 0;
  for (let i = 2; i < ring.length; i += 2)
    sum +=
      (ring[i - 2] - ring[0]) * (ring[i + 1] - ring[1]) -
      (ring[i] - ring[0]) * (ring[i - 1] - ring[1]);
  return sum / 2;
}
