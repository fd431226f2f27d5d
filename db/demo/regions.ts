import type { Random } from "../../geo/random.js";
import { cellCentre, cellEdges, edgeNodes, type Lattice, neighbours } from "./lattice.js";
import { distance } from "./plane.js";

/**
 * Divides connected cells into `count` connected regions of like weight. Regions grow by turns, the
 * lightest next, each
 * taking the bordering cell nearest its middle; of `tries` starts the best balanced is kept. Edges
 * in `walls` are not
 * crossed unless nothing else is left; the cells that `together` gives for a cell go with it.
 */
export function growRegions(
  l: Lattice,
  cells: readonly number[],
  weight: (cell: number) => number,
  count: number,
  random: Random,
  walls: ReadonlySet<number>,
  tries = 24,
  together: ReadonlyMap<number, readonly number[]> = new Map(),
): number[][] {
  const inside = new Set(cells);
  let best: number[][] = [],
    bestCost = Infinity;
  for (let attempt = 0; attempt < tries || (best.length === 0 && attempt < 20 * tries); attempt++) {
    const regions = grow(l, inside, spread(l, cells, count, random), weight, walls, together);
    if (regions.reduce((n, r) => n + r.length, 0) < inside.size) continue;
    const totals = regions.map((r) => r.reduce((s, c) => s + weight(c), 0));
    const mean = totals.reduce((a, b) => a + b, 0) / count;
    const cost =
      totals.reduce((s, t) => s + (t - mean) ** 2, 0) / (mean * mean * count) +
      0.4 * raggedness(l, regions);
    if (cost < bestCost) [best, bestCost] = [regions, cost];
  }
  return best;
}

/** Starts far from each other (farthest point of a random handful, time and again). */
function spread(l: Lattice, cells: readonly number[], count: number, random: Random): number[] {
  const starts = [random.pick(cells)];
  while (starts.length < count) {
    let far = -1,
      farthest = -1;
    for (let k = 0; k < 40; k++) {
      const cell = random.pick(cells);
      const d = Math.min(...starts.map((s) => distance(cellCentre(l, s), cellCentre(l, cell))));
      if (d > farthest) [far, farthest] = [cell, d];
    }
    starts.push(far);
  }
  return starts;
}

function grow(
  l: Lattice,
  inside: ReadonlySet<number>,
  starts: number[],
  weight: (cell: number) => number,
  walls: ReadonlySet<number>,
  together: ReadonlyMap<number, readonly number[]>,
): number[][] {
  const owner = new Map<number, number>(),
    regions: number[][] = starts.map(() => []),
    totals = starts.map(() => 0);
  const take = (cell: number, region: number) => {
    for (const c of [cell, ...(together.get(cell) ?? [])]) {
      if (owner.has(c) || !inside.has(c)) continue;
      owner.set(c, region);
      regions[region]!.push(c);
      totals[region]! += weight(c);
    }
  };
  starts.forEach(take);
  if (regions.some((r) => r.length === 0)) return [];
  const stuck = new Uint8Array(starts.length);
  while (owner.size < inside.size) {
    let region = -1;
    for (let r = 0; r < starts.length; r++)
      if (!stuck[r] && (region < 0 || totals[r]! < totals[region]!)) region = r;
    if (region < 0) return abandon(l, inside, owner, regions);
    let chosen = -1,
      lowest = Infinity;
    for (const cell of regions[region]!) {
      for (const [next, edge] of neighbours(l, cell)) {
        if (!inside.has(next) || owner.has(next) || walls.has(edge)) continue;
        let held = 0;
        for (const [n] of neighbours(l, next)) if (owner.get(n) === region) held++;
        const cost = distance(cellCentre(l, starts[region]!), cellCentre(l, next)) - 90 * held;
        if (cost < lowest) [chosen, lowest] = [next, cost];
      }
    }
    if (chosen < 0) {
      stuck[region] = 1;
      continue;
    }
    take(chosen, region);
  }
  return regions;
}

/** Mutates `regions`: cells that lie behind walls go to whoever borders them. */
function abandon(
  l: Lattice,
  inside: ReadonlySet<number>,
  owner: Map<number, number>,
  regions: number[][],
): number[][] {
  for (let changed = true; changed; ) {
    changed = false;
    for (const cell of inside) {
      if (owner.has(cell)) continue;
      const taker = neighbours(l, cell)
        .map(([n]) => owner.get(n))
        .find((r) => r !== undefined);
      if (taker === undefined) continue;
      owner.set(cell, taker);
      regions[taker]!.push(cell);
      changed = true;
    }
  }
  return regions;
}

/** Share of cell sides that are borders between regions: a compact division has few. */
function raggedness(l: Lattice, regions: number[][]): number {
  const owner = new Map<number, number>();
  regions.forEach((cells, r) => {
    for (const c of cells) owner.set(c, r);
  });
  let borders = 0,
    sides = 0;
  for (const [cell, r] of owner) {
    for (const [next] of neighbours(l, cell))
      if (owner.has(next)) {
        sides++;
        if (owner.get(next) !== r) borders++;
      }
  }
  return sides ? borders / sides : 0;
}

/**
 * Rings round a set of cells, counter-clockwise outside and clockwise round holes, as directed
 * edges.
 */
export function ringsOf(l: Lattice, cells: Iterable<number>): [edge: number, forward: boolean][][] {
  const ends = (edge: number) => edgeNodes(l, edge);
  const directed = new Map<number, boolean>();
  for (const cell of cells) {
    for (const [edge, forward] of cellEdges(l, cell)) {
      if (directed.has(edge)) directed.delete(edge);
      else directed.set(edge, forward);
    }
  }
  const from = new Map<number, [number, boolean][]>();
  for (const [edge, forward] of directed) {
    const start = ends(edge)[forward ? 0 : 1];
    from.set(start, [...(from.get(start) ?? []), [edge, forward]]);
  }
  const rings: [number, boolean][][] = [];
  const used = new Set<number>();
  for (const [edge, forward] of directed) {
    if (used.has(edge)) continue;
    const ring: [number, boolean][] = [];
    let step: [number, boolean] = [edge, forward];
    while (!used.has(step[0])) {
      used.add(step[0]);
      ring.push(step);
      const [a, b] = ends(step[0]),
        [tail, head] = step[1] ? [a, b] : [b, a];
      const choices = from.get(head)!.filter(([e]) => !used.has(e));
      if (choices.length === 0) break;
      step = choices.length === 1 ? choices[0]! : leftmost(l, tail, head, choices);
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * Where two corners of a region touch, the ring turns left: the parts stay apart, as a valid
 * multipolygon needs.
 */
function leftmost(
  l: Lattice,
  tail: number,
  head: number,
  choices: [number, boolean][],
): [number, boolean] {
  const heading = (a: number, b: number) =>
    Math.atan2(l.nodes[b]![1] - l.nodes[a]![1], l.nodes[b]![0] - l.nodes[a]![0]);
  const came = heading(tail, head);
  const turn = ([edge, forward]: [number, boolean]) => {
    const [a, b] = edgeNodes(l, edge),
      t = heading(head, forward ? b : a) - came;
    return Math.atan2(Math.sin(t), Math.cos(t));
  };
  return choices.reduce((best, c) => (turn(c) > turn(best) ? c : best));
}
