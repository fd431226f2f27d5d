/**
 * Divides a graph of atoms into connected groups: recursive bisection by sweeps for a start, then
 * annealing by moving single atoms across borders (Kirkpatrick et al. 1983; for districts Browdy
 * 1990, D'Amico et al. 2002), never breaking a group apart on foot.
 */
import { type AtomGraph, type Corner, STRAIGHT } from "./graph.js";

const ANGLES = 8;

/** Splits the members into `parts` groups numbered from `first`. Mutates `group`. */
export function bisect(
  graph: AtomGraph,
  members: number[],
  parts: number,
  first: number,
  group: Int32Array,
): void {
  if (parts <= 1 || members.length <= 1) {
    for (const i of members) group[i] = first;
    return;
  }
  const half = parts >> 1;
  let total = 0;
  for (const i of members) total += graph.weight[i];
  const goal = (total * half) / parts;
  let best: { side: Set<number>; score: number } | null = null;
  for (let a = 0; a < 2 * ANGLES; a++) {
    const side = sweep(graph, members, goal, (Math.PI * a) / ANGLES);
    if (side.size < half || members.length - side.size < parts - half) continue;
    let weight = 0,
      cut = 0;
    for (const i of side) {
      weight += graph.weight[i];
      for (let e = graph.start[i]; e < graph.start[i + 1]; e++)
        if (group[graph.to[e]] === group[i] && !side.has(graph.to[e])) cut += graph.cost[e];
    }
    const score = (cut + 50) * (1 + (20 * Math.abs(weight - goal)) / (total / parts || 1));
    if (!best || score < best.score) best = { side, score };
  }
  if (!best) {
    for (const i of members) group[i] = first;
    return;
  }
  const { side } = best;
  const one = members.filter((i) => side.has(i)),
    two = members.filter((i) => !side.has(i));
  // Both halves get numbers of their own, so that the next level sees only its own borders.
  for (const i of two) group[i] = first + half;
  for (const i of one) group[i] = first;
  bisect(graph, one, half, first, group);
  bisect(graph, two, parts - half, first + half, group);
}

/**
 * Grows a connected side from one end of the members in a direction until it weighs the goal; what
 * it cuts off joins it.
 */
function sweep(
  { weight, x, y, start, to, foot }: AtomGraph,
  members: number[],
  goal: number,
  angle: number,
): Set<number> {
  const cos = Math.cos(angle),
    sin = Math.sin(angle);
  const key = (i: number): number => x[i] * cos + y[i] * sin;
  const order = [...members].sort((a, b) => key(a) - key(b) || a - b);
  const rank = new Map(order.map((i, r) => [i, r]));
  const side = new Set<number>();
  let sum = 0;
  const front = new Set([0]);
  while (front.size > 0 && sum < goal) {
    const r = Math.min(...front),
      i = order[r];
    if (sum + weight[i] - goal > goal - sum && side.size > 0) break;
    front.delete(r);
    side.add(i);
    sum += weight[i];
    for (let e = start[i]; e < start[i + 1]; e++) {
      const next = foot[e] ? rank.get(to[e]) : undefined;
      if (next !== undefined && !side.has(to[e])) front.add(next);
    }
  }
  // The rest must stay connected too: its lesser pieces go to this side.
  const rest = new Set(members.filter((i) => !side.has(i)));
  let largest: number[] = [];
  const pieces: number[][] = [];
  for (const i of rest) {
    rest.delete(i);
    const piece = [i];
    for (let k = 0; k < piece.length; k++)
      for (let e = start[piece[k]]; e < start[piece[k] + 1]; e++)
        if (foot[e] && rest.delete(to[e])) piece.push(to[e]);
    pieces.push(piece);
    if (piece.length > largest.length) largest = piece;
  }
  for (const piece of pieces) if (piece !== largest) for (const i of piece) side.add(i);
  return side;
}

export interface Aim {
  readonly min: number;
  readonly max: number;
  /** Households of atom i that live in group g today: today[i * groups + g]. */
  readonly today: Float64Array | null;
}

/** What one metre of border costs against the side of a typical grid, and a bend at a corner. */
const CORNER = 0.12;
/** How far a grid is from round: its perimeter, squared, over that of a circle of its ground. */
const COMPACT = 1.2;
/** A household that changes its grid. */
const MOVED = 0.25;
/** A household beyond the range, against one that is moved, and a grid beyond it at all. */
const BEYOND = 4,
  OUT = 12;

/** The objective: free inside the range; borders, compactness, bends, households moved. */
export class Division {
  readonly load: Float64Array;
  readonly size: Int32Array;
  private readonly area: Float64Array;
  private readonly perimeter: Float64Array;
  private readonly side: number;
  private readonly mark: Int32Array;
  private readonly stack: Int32Array;
  private stamp = 0;

  constructor(
    readonly graph: AtomGraph,
    readonly group: Int32Array,
    readonly groups: number,
    readonly aim: Aim,
  ) {
    const { n } = graph;
    this.load = new Float64Array(groups);
    this.size = new Int32Array(groups);
    this.area = new Float64Array(groups);
    this.perimeter = new Float64Array(groups);
    this.mark = new Int32Array(n);
    this.stack = new Int32Array(n);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const g = group[i];
      this.load[g] += graph.weight[i];
      this.size[g]++;
      this.area[g] += graph.area[i];
      this.perimeter[g] += graph.perimeter[i];
      total += graph.area[i];
      for (let e = graph.start[i]; e < graph.start[i + 1]; e++)
        if (group[graph.to[e]] === g) this.perimeter[g] -= graph.length[e];
    }
    this.side = Math.sqrt(total / groups);
  }

  /** Households outside the range, squared on top, so that the farthest comes first. */
  beyond(load: number): number {
    const { min, max } = this.aim;
    const off = Math.max(0, min - load, load - max);
    return off === 0 ? 0 : OUT + off * BEYOND * (1 + off / (max - min + 1));
  }

  private costOf(load: number, area: number, perimeter: number): number {
    const { min, max } = this.aim;
    const off = this.beyond(load),
      middle = (2 * load - min - max) / (max - min + 1);
    const spread = (perimeter * perimeter) / (4 * Math.PI * (area || 1)),
      over = Math.max(0, spread - 2);
    return off + 0.05 * middle * middle + COMPACT * spread + 0.5 * over * over;
  }

  /** Change of the objective when atom i went from its group to q. */
  delta(i: number, q: number): number {
    const { graph, group } = this;
    const { start, to, length, cost } = graph;
    const p = group[i];
    let border = 0,
      withP = 0,
      withQ = 0;
    for (let e = start[i]; e < start[i + 1]; e++) {
      const g = group[to[e]];
      if (g === p) {
        border += cost[e];
        withP += length[e];
      } else if (g === q) {
        border -= cost[e];
        withQ += length[e];
      }
    }
    const { load, area, perimeter } = this,
      w = graph.weight[i],
      a = graph.area[i],
      round = graph.perimeter[i];
    let sum =
      (2 * border) / this.side +
      this.costOf(load[p] - w, area[p] - a, perimeter[p] - round + 2 * withP) +
      this.costOf(load[q] + w, area[q] + a, perimeter[q] + round - 2 * withQ) -
      this.costOf(load[p], area[p], perimeter[p]) -
      this.costOf(load[q], area[q], perimeter[q]);
    const { today } = this.aim;
    if (today) sum += MOVED * (today[i * this.groups + p] - today[i * this.groups + q]);
    for (const c of graph.cornersOf[i]) {
      sum -= this.turn(graph.corners[c]);
      group[i] = q;
      sum += this.turn(graph.corners[c]);
      group[i] = p;
    }
    return sum;
  }

  /** Where exactly two borders meet at a corner and do not go straight on, that is a bend. */
  private turn({ left, right, dx, dy }: Corner): number {
    const { group } = this;
    let count = 0,
      first = -1,
      second = -1;
    for (let k = 0; k < left.length; k++) {
      const l = left[k] < 0 ? -1 : group[left[k]],
        r = right[k] < 0 ? -1 : group[right[k]];
      if (l === r) continue;
      count++;
      if (count === 1) first = k;
      else second = k;
    }
    if (count !== 2) return 0;
    const cosine = -(dx[first] * dx[second] + dy[first] * dy[second]);
    return cosine >= STRAIGHT ? 0 : CORNER;
  }

  /** Is group of atom i still in one piece on foot without it? */
  staysWhole(i: number): boolean {
    const { start, to, foot } = this.graph,
      { group, mark, stack } = this;
    const home = group[i];
    let wanted = 0,
      first = -1;
    const stamp = ++this.stamp;
    for (let e = start[i]; e < start[i + 1]; e++)
      if (foot[e] && group[to[e]] === home) {
        wanted++;
        first = to[e];
        mark[to[e]] = -stamp;
      }
    if (wanted <= 1) return wanted === 1;
    let top = 0,
      found = 1;
    stack[top++] = first;
    mark[first] = stamp;
    mark[i] = stamp;
    while (top > 0) {
      const a = stack[--top];
      for (let e = start[a]; e < start[a + 1]; e++) {
        const b = to[e];
        if (!foot[e] || group[b] !== home || mark[b] === stamp) continue;
        if (mark[b] === -stamp && ++found === wanted) return true;
        mark[b] = stamp;
        stack[top++] = b;
      }
    }
    return false;
  }

  move(i: number, q: number): void {
    const { graph, group, load, size, area, perimeter } = this,
      p = group[i];
    for (let e = graph.start[i]; e < graph.start[i + 1]; e++) {
      const g = group[graph.to[e]];
      if (g === p) perimeter[p] += 2 * graph.length[e];
      else if (g === q) perimeter[q] -= 2 * graph.length[e];
    }
    group[i] = q;
    load[p] -= graph.weight[i];
    load[q] += graph.weight[i];
    area[p] -= graph.area[i];
    area[q] += graph.area[i];
    perimeter[p] -= graph.perimeter[i];
    perimeter[q] += graph.perimeter[i];
    size[p]--;
    size[q]++;
  }
}

const COLDEST = 0.01;
/** Moves between two looks at whether to stop. */
const BREATH = 4096;

/**
 * Mutates the division's groups: leaves the best it found.
 * @param hottest of the objective, at the beginning
 * @returns by how much the objective changed; null when it was stopped
 */
export function anneal(
  division: Division,
  random: () => number,
  moves: number,
  hottest: number,
  breathe: (share: number) => boolean,
): number | null {
  const { graph, group, size } = division;
  const edges = graph.to.length;
  const from = new Int32Array(edges);
  for (let i = 0; i < graph.n; i++)
    for (let e = graph.start[i]; e < graph.start[i + 1]; e++) from[e] = i;
  let now = 0,
    least = 0;
  let best = group.slice();
  for (let move = 0; move < moves; move++) {
    if (move % BREATH === 0 && !breathe(move / moves)) return null;
    const done = move / moves,
      heat = done < 0.92 ? hottest * (COLDEST / hottest) ** (done / 0.92) : 0;
    const e = Math.floor(random() * edges),
      i = from[e],
      q = group[graph.to[e]];
    if (group[i] === q || !graph.foot[e] || size[group[i]] < 2) continue;
    const delta = division.delta(i, q);
    if (delta > 0 && (heat === 0 || random() >= Math.exp(-delta / heat))) continue;
    if (!division.staysWhole(i)) continue;
    division.move(i, q);
    now += delta;
    if (done > 0.4 && now < least - 1e-9) {
      least = now;
      best = group.slice();
    }
  }
  if (now > least + 1e-9)
    for (let i = 0; i < graph.n; i++) if (group[i] !== best[i]) division.move(i, best[i]);
  return Math.min(now, least);
}
