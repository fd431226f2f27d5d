import type { Position } from "geojson";
import { orient2d } from "robust-predicates";
import { snapCoordinate } from "./snap.js";
import { SweepStatus } from "./sweep-status.js";

/** What is wrong with a geometry, in a sentence, and where (lon/lat) if it has a place. */
export interface GeometryFault {
  reason: string;
  at?: Position;
  /** Is it of the kind that a repair may take away without changing the area? */
  isMendable?: boolean;
}

const crossing = (at: Position): GeometryFault => ({
  reason: "a polygon's boundary must not cross or run back over itself",
  at,
  isMendable: true,
});
const selfTouch = (at: Position): GeometryFault => ({
  reason: "a polygon's ring must not touch itself",
  at,
  isMendable: true,
});
const cutInTwo = (at: Position): GeometryFault => ({
  reason: "the rings of a polygon must not touch so that they cut it in two",
  at,
  isMendable: true,
});
const overlap = (at: Position): GeometryFault => ({
  reason: "the parts of a geometry must not overlap",
  at,
});

/**
 * Why polygons are not valid by OGC Simple Features (06-103r4, 6.1.11), which is what ST_IsValid
 * asks: edges that cross, run back or touch their own ring, rings that cut the inside in two, holes
 * outside or in one another, parts that overlap. Rings are closed and not flat already.
 *
 * One sweep over the vertices, from west to east (Shamos, Hoey 1976): n log n whatever the shape.
 * All that is compared are vertices that were given, so every sign is exact.
 */
export function polygonFault(parts: readonly Position[][][]): GeometryFault | null {
  return new RingSweep(parts).fault();
}

/** Vertices of all rings in one array, doubled ones left out; edge i begins at vertex i. */
class RingSweep {
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly ringOf: Int32Array;
  private readonly partOf: number[] = [];
  private readonly isShell: boolean[] = [];
  private readonly count: number;

  /** By ring: 1 where its inside is left of its edges, 0 before the sweep has met it. */
  private readonly turn: Int8Array;
  /** By ring: the ring it lies in, -1 for none. */
  private readonly holder: Int32Array;
  private readonly first: Int32Array;

  private readonly status: SweepStatus;
  private readonly nodeOf: Int32Array;
  private readonly touches: Touches;

  constructor(parts: readonly Position[][][]) {
    let size = 0;
    for (const rings of parts) for (const ring of rings) size += ring.length;
    this.x = new Float64Array(size);
    this.y = new Float64Array(size);
    this.next = new Int32Array(size);
    this.previous = new Int32Array(size);
    this.ringOf = new Int32Array(size);
    let n = 0;
    for (const [part, rings] of parts.entries())
      for (const [place, ring] of rings.entries()) {
        n = this.addRing(ring, n, this.partOf.length);
        this.partOf.push(part);
        this.isShell.push(place === 0);
      }
    this.count = n;
    this.turn = new Int8Array(this.partOf.length);
    this.holder = new Int32Array(this.partOf.length).fill(-1);
    this.first = new Int32Array(this.partOf.length).fill(-1);
    this.status = new SweepStatus(n);
    this.nodeOf = new Int32Array(n);
    this.touches = new Touches(this.partOf.length);
  }

  private addRing(ring: readonly Position[], from: number, number: number): number {
    const { x, y, next, previous, ringOf } = this;
    let n = from;
    for (let i = 1; i < ring.length; i++) {
      const [lon, lat] = ring[i] as [number, number];
      const [lonBefore, latBefore] = ring[i - 1] as [number, number];
      if (lon === lonBefore && lat === latBefore) continue;
      x[n] = lon;
      y[n] = lat;
      ringOf[n] = number;
      previous[n] = n - 1;
      next[n] = n + 1;
      n++;
    }
    previous[from] = n - 1;
    next[n - 1] = from;
    return n;
  }

  fault(): GeometryFault | null {
    const { x, y, count } = this;
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    order.sort((a, b) => x[a] - x[b] || y[a] - y[b]);
    for (let from = 0, to = 1; from < count; from = to++) {
      const v = order[from];
      while (to < count && x[order[to]] === x[v] && y[order[to]] === y[v]) to++;
      const fault = this.pass(order.subarray(from, to));
      if (fault) return fault;
    }
    return this.nestingFault();
  }

  private at(v: number): Position {
    return [this.x[v], this.y[v]];
  }

  /** Does vertex a come before b as the sweep goes? */
  private isBefore(a: number, b: number): boolean {
    const { x, y } = this;
    return x[a] < x[b] || (x[a] === x[b] && y[a] < y[b]);
  }

  private start(edge: number): number {
    return this.isBefore(edge, this.next[edge]) ? edge : this.next[edge];
  }

  private end(edge: number): number {
    return this.isBefore(edge, this.next[edge]) ? this.next[edge] : edge;
  }

  /** Positive when a vertex lies above (left of) an edge as the sweep goes along it. */
  private sideOf(edge: number, v: number): number {
    const { x, y } = this;
    const [a, b] = [this.start(edge), this.end(edge)];
    return -orient2d(x[a], y[a], x[b], y[b], x[v], y[v]);
  }

  /** Moves the sweep over one position, with all vertices that lie there. */
  private pass(vertices: Uint32Array): GeometryFault | null {
    const { status, nodeOf, previous } = this;
    const v = vertices[0];
    const starting: number[] = [];
    let met = 0;
    for (const w of vertices)
      for (const edge of [previous[w], w])
        if (this.start(edge) === w) starting.push(edge);
        else met = nodeOf[edge];
    let lower = 0;
    if (met === 0) {
      // Nothing ends here: down the tree to an edge through this place, or to the gap it lies in.
      let node = status.root;
      while (node && !met) {
        const side = this.sideOf(status.edge[node], v);
        if (side === 0) met = node;
        else if (side > 0) node = status.right[(lower = node)];
        else node = status.left[node];
      }
    }
    const run: number[] = [];
    if (met) {
      const meets = (node: number) => node !== 0 && this.sideOf(status.edge[node], v) === 0;
      while (meets(status.below[met])) met = status.below[met];
      lower = status.below[met];
      for (let node = met; meets(node); node = status.above[node]) run.push(node);
    }
    const through = run.filter((node) => !this.endsAt(status.edge[node], v));
    if (through.length > 1) return crossing(this.at(v));
    const passing = through.length ? status.edge[through[0]] : -1;
    const { x, y } = this;
    const tip = (edge: number) => this.end(edge);
    const leaving = passing < 0 ? starting : [...starting, passing];
    if (leaving.length > 1)
      leaving.sort((e, f) => orient2d(x[v], y[v], x[tip(e)], y[tip(e)], x[tip(f)], y[tip(f)]));
    for (let i = 1; i < leaving.length; i++) {
      const [e, f] = [tip(leaving[i - 1]), tip(leaving[i])];
      if (orient2d(x[v], y[v], x[e], y[e], x[f], y[f]) === 0) return crossing(this.at(v));
    }
    if (vertices.length > 1 || passing >= 0) {
      const arriving = run.map((node) => status.edge[node]);
      const fault = this.touchFault(vertices, arriving, leaving, passing);
      if (fault) return fault;
    }
    return this.exchange(run, leaving, lower);
  }

  private endsAt(edge: number, v: number): boolean {
    const end = this.end(edge);
    return this.x[end] === this.x[v] && this.y[end] === this.y[v];
  }

  /** What arrived leaves the status, what goes on enters it; neighbours that are new are tested. */
  private exchange(run: number[], leaving: number[], lower: number): GeometryFault | null {
    const { status, nodeOf } = this;
    let [last, kept] = [lower, 0];
    for (const edge of leaving) {
      // A node of the run stands where the edge belongs: its edge is exchanged in place.
      if (kept < run.length) {
        last = run[kept++];
        status.edge[last] = edge;
      } else last = status.insert(edge, last);
      nodeOf[edge] = last;
    }
    for (const node of run.slice(kept)) status.remove(node);
    for (const edge of leaving) this.place(edge);
    const lowest = lower ? status.above[lower] : 0;
    const higher = last ? status.above[last] : 0;
    const below = lower && lowest ? this.crossFault(lower, lowest) : null;
    if (below || leaving.length === 0) return below;
    return higher ? this.crossFault(last, higher) : null;
  }

  /**
   * Two edges that are neighbours now cross later if the one that ends first ends on the other's
   * wrong side.
   */
  private crossFault(lower: number, upper: number): GeometryFault | null {
    const { status } = this;
    const [e, f] = [status.edge[lower], status.edge[upper]];
    const [endOfE, endOfF] = [this.end(e), this.end(f)];
    const crosses = this.isBefore(endOfE, endOfF)
      ? this.sideOf(f, endOfE) > 0
      : this.sideOf(e, endOfF) < 0;
    if (!crosses) return null;
    const { x, y } = this;
    const [a, b] = [this.start(e), endOfE];
    const [d1, d2] = [this.sideOf(f, a), this.sideOf(f, b)];
    const t = d1 / (d1 - d2);
    return crossing([
      snapCoordinate(x[a] + t * (x[b] - x[a])),
      snapCoordinate(y[a] + t * (y[b] - y[a])),
    ]);
  }

  /** Where a ring begins, what lies under it tells which ring holds it. */
  private place(edge: number): void {
    const { x, y, status, nodeOf, turn, holder, next, previous } = this;
    const ring = this.ringOf[edge];
    if (turn[ring] !== 0) return;
    const v = this.start(edge);
    const [p, n] = [previous[v], next[v]];
    turn[ring] = orient2d(x[p], y[p], x[v], y[v], x[n], y[n]) < 0 ? 1 : -1;
    this.first[ring] = v;
    const node = status.below[nodeOf[edge]];
    if (!node) return;
    const under = status.edge[node];
    const other = this.ringOf[under];
    const isForward = this.start(under) === under;
    holder[ring] = isForward === turn[other] > 0 ? other : holder[other];
  }

  /**
   * Rings that meet in a point: each of them once, those of one part so that no circle of touches
   * arises, and none from one side of another to its other side. Parts may touch each other.
   */
  private touchFault(
    vertices: Uint32Array,
    arriving: number[],
    leaving: readonly number[],
    passing: number,
  ): GeometryFault | null {
    const { ringOf, partOf } = this;
    const at = this.at(vertices[0]);
    const rings = [...vertices].map((v) => ringOf[v]);
    if (passing >= 0) rings.push(ringOf[passing]);
    if (new Set(rings).size < rings.length) return selfTouch(at);
    // Round the point: a ring that is entered must be left before those entered earlier are.
    const open: number[] = [];
    for (const edge of [...leaving, ...arriving.reverse()])
      if (open.at(-1) === ringOf[edge]) open.pop();
      else open.push(ringOf[edge]);
    const byPart = new Map<number, number[]>();
    for (const ring of rings) {
      const others = byPart.get(partOf[ring]);
      if (others) others.push(ring);
      else byPart.set(partOf[ring], [ring]);
    }
    if (open.length > 0) return byPart.size > 1 ? overlap(at) : crossing(at);
    for (const ofPart of byPart.values())
      if (ofPart.length > 1 && !this.touches.meet(ofPart)) return cutInTwo(at);
    return null;
  }

  /** Holes lie in their own shell at once, shells in nothing or in a hole. */
  private nestingFault(): GeometryFault | null {
    const { holder, partOf, isShell } = this;
    for (const [ring, part] of partOf.entries()) {
      const at = this.at(this.first[ring]);
      const within = holder[ring];
      if (isShell[ring]) {
        if (within >= 0 && isShell[within]) return overlap(at);
        continue;
      }
      if (within >= 0 && isShell[within] && partOf[within] === part) continue;
      let up = within;
      while (up >= 0 && partOf[up] !== part) up = holder[up];
      if (up < 0) return { reason: "a hole must lie inside its polygon", at };
      return isShell[up] ? overlap(at) : { reason: "a hole must not lie inside another", at };
    }
    return null;
  }
}

/**
 * Which rings touch in which points. A circle of them, ring by point by ring, encloses a piece of
 * the inside; that is found as the link which closes it in a forest (union by path halving).
 */
class Touches {
  private readonly parent: number[];

  constructor(rings: number) {
    this.parent = Array.from({ length: rings }, (_, ring) => ring);
  }

  /** False when these rings, which meet in a point not met before, close a circle. */
  meet(rings: readonly number[]): boolean {
    const point = this.parent.length;
    this.parent.push(point);
    return rings.every((ring) => {
      const [a, b] = [this.root(ring), this.root(point)];
      this.parent[a] = b;
      return a !== b;
    });
  }

  private root(node: number): number {
    const { parent } = this;
    let at = node;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  }
}
