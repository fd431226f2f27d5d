import type { MultiPolygon, Polygon, Position } from "geojson";
import { partsOf } from "./geometry.js";
import { polygonFault } from "./polygon-fault.js";

/**
 * A valid polygon of about the same area with at most `limit` vertices, none of them new
 * (Visvalingam, Whyatt 1993: the vertex that changes the area least goes first). Where leaving out
 * vertices makes rings cross, more are left out; a box holds for what cannot be had otherwise.
 */
export function simplifyPolygon(
  shape: Polygon | MultiPolygon,
  limit: number,
): Polygon | MultiPolygon {
  const parts = partsOf(shape);
  const weights = parts.map((rings) => rings.map(weightsOf));
  const sorted = Float64Array.from(weights.flat().flatMap((w) => [...w])).sort();
  for (let target = limit; target >= 8; target = Math.floor(target * 0.7)) {
    const least = sorted[Math.max(0, sorted.length - target)];
    const kept = parts.flatMap((rings, p) => {
      const [shell, ...holes] = rings.map((ring, r) => thinned(ring, weights[p][r], least));
      return shell ? [[shell, ...holes.filter((h) => h !== null)]] : [];
    });
    // Closing vertices count too.
    const size = kept.flat().reduce((n, ring) => n + ring.length, 0);
    if (size > 0 && size <= limit && polygonFault(kept) === null)
      return kept.length === 1
        ? { type: "Polygon", coordinates: kept[0] }
        : { type: "MultiPolygon", coordinates: kept };
  }
  return { type: "Polygon", coordinates: [boxAround(parts)] };
}

/** Those of a ring's vertices that weigh enough; null where they enclose nothing. */
function thinned(ring: Position[], weights: Float64Array, least: number): Position[] | null {
  const kept = ring.filter((_, i) => i < ring.length - 1 && weights[i] >= least);
  return kept.length < 3 ? null : [...kept, kept[0]];
}

function boxAround(parts: Position[][][]): Position[] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [x, y] of parts.flat(2)) {
    [west, south] = [Math.min(west, x), Math.min(south, y)];
    [east, north] = [Math.max(east, x), Math.max(north, y)];
  }
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/**
 * How much each vertex of a closed ring weighs: the area that goes when it does, and never less
 * than that of one which went before. The last three weigh as much as the whole ring.
 */
function weightsOf(ring: Position[]): Float64Array {
  const n = ring.length - 1;
  const before = Int32Array.from({ length: n }, (_, i) => (i + n - 1) % n);
  const after = Int32Array.from({ length: n }, (_, i) => (i + 1) % n);
  const areaAt = (i: number) => {
    const [a, b, c] = [ring[before[i]], ring[i], ring[after[i]]];
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
  };
  const weights = new Float64Array(n);
  const heap = new Heap(n);
  for (let i = 0; i < n; i++) heap.put(i, areaAt(i));
  let most = 0;
  for (let left = n; left > 0; left--) {
    const { item, key } = heap.take();
    weights[item] = most = Math.max(most, key);
    if (left <= 3) continue;
    const [a, b] = [before[item], after[item]];
    after[a] = b;
    before[b] = a;
    heap.put(a, areaAt(a));
    heap.put(b, areaAt(b));
  }
  return weights;
}

/** A binary heap of numbered items, least key first; an item that is put again moves. */
class Heap {
  private readonly items: Int32Array;
  private readonly places: Int32Array;
  private readonly keys: Float64Array;
  private size = 0;

  constructor(capacity: number) {
    this.items = new Int32Array(capacity);
    this.places = new Int32Array(capacity).fill(-1);
    this.keys = new Float64Array(capacity);
  }

  put(item: number, key: number): void {
    this.keys[item] = key;
    if (this.places[item] < 0) this.set(this.size++, item);
    this.up(this.places[item]);
    this.down(this.places[item]);
  }

  take(): { item: number; key: number } {
    const item = this.items[0];
    const last = this.items[--this.size];
    this.places[item] = -1;
    if (this.size > 0) {
      this.set(0, last);
      this.down(0);
    }
    return { item, key: this.keys[item] };
  }

  private set(place: number, item: number): void {
    this.items[place] = item;
    this.places[item] = place;
  }

  private up(from: number): void {
    const { items, keys } = this;
    const item = items[from];
    let place = from;
    for (
      let above = (place - 1) >> 1;
      place > 0 && keys[items[above]] > keys[item];
      above = (place - 1) >> 1
    ) {
      this.set(place, items[above]);
      place = above;
    }
    this.set(place, item);
  }

  private down(from: number): void {
    const { items, keys, size } = this;
    const item = items[from];
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && keys[items[child + 1]] < keys[items[child]]) child++;
      if (keys[items[child]] >= keys[item]) break;
      this.set(place, items[child]);
      place = child;
    }
    this.set(place, item);
  }
}
