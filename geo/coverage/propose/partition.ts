/**
 * Divides a graph of blocks into connected groups of like weight with short borders: recursive
 * bisection by sweeps for a
 * start, then annealing by moving single blocks across borders (Kirkpatrick et al. 1983; for
 * districts Browdy 1990,
 * D'Amico et al. 2002), never breaking a group apart.
 */
export interface BlockGraph {
  readonly n: number;
  readonly weight: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * Neighbours of block i: to[start[i]] … to[start[i+1]-1], with what a border there costs (metres,
   * dearer off the lines).
   */
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly cost: Float64Array;
}

export interface PartitionLimits {
  readonly target: number;
  readonly min: number;
  readonly max: number;
}

/** Connected components; the number of each block's. */
export function components({ n, start, to }: BlockGraph): { of: Int32Array; count: number } {
  const of = new Int32Array(n).fill(-1);
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (of[i] >= 0) continue;
    const open = [i];
    of[i] = count;
    while (open.length > 0) {
      const a = open.pop() as number;
      for (let e = start[a]; e < start[a + 1]; e++)
        if (of[to[e]] < 0) {
          of[to[e]] = count;
          open.push(to[e]);
        }
    }
    count++;
  }
  return { of, count };
}

const ANGLES = 8;

/** Splits the members into `parts` groups numbered from `first`. */
export function bisect(
  graph: BlockGraph,
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
    const score = cut * (1 + (20 * Math.abs(weight - goal)) / (total / parts));
    if (!best || score < best.score) best = { side, score };
  }
  const side = best?.side ?? new Set(members.slice(0, half));
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
  { weight, x, y, start, to }: BlockGraph,
  members: number[],
  goal: number,
  angle: number,
): Set<number> {
  const cos = Math.cos(angle),
    sin = Math.sin(angle);
  const key = (i: number): number => x[i] * cos + y[i] * sin;
  const inside = new Set(members);
  const order = [...members].sort((a, b) => key(a) - key(b) || a - b);
  const rank = new Map(order.map((i, r) => [i, r]));
  const side = new Set<number>(),
    front: number[] = [];
  let sum = 0;
  const reach = new Uint8Array(order.length);
  const take = (i: number): void => {
    side.add(i);
    sum += weight[i];
    for (let e = start[i]; e < start[i + 1]; e++) {
      const r = rank.get(to[e]);
      if (r !== undefined && !reach[r]) {
        reach[r] = 1;
        push(front, r);
      }
    }
  };
  reach[0] = 1;
  push(front, 0);
  while (front.length > 0 && sum < goal) {
    const i = order[pop(front)];
    if (sum + weight[i] - goal > goal - sum && side.size > 0) break;
    take(i);
  }
  // The rest must stay connected too: its lesser pieces go to this side.
  const rest = new Set([...inside].filter((i) => !side.has(i)));
  let largest: number[] = [];
  const pieces: number[][] = [];
  for (const i of rest) {
    rest.delete(i);
    const piece = [i];
    for (let k = 0; k < piece.length; k++)
      for (let e = start[piece[k]]; e < start[piece[k] + 1]; e++)
        if (rest.delete(to[e])) piece.push(to[e]);
    pieces.push(piece);
    if (piece.length > largest.length) largest = piece;
  }
  for (const piece of pieces) if (piece !== largest) for (const i of piece) side.add(i);
  return side;
}

/** A binary heap of small numbers. */
function push(heap: number[], v: number): void {
  let i = heap.push(v) - 1;
  while (i > 0 && heap[(i - 1) >> 1] > v) {
    heap[i] = heap[(i - 1) >> 1];
    i = (i - 1) >> 1;
  }
  heap[i] = v;
}

function pop(heap: number[]): number {
  const top = heap[0],
    v = heap.pop() as number;
  const n = heap.length;
  if (n === 0) return top;
  let i = 0;
  for (;;) {
    let k = 2 * i + 1;
    if (k >= n) break;
    if (k + 1 < n && heap[k + 1] < heap[k]) k++;
    if (heap[k] >= v) break;
    heap[i] = heap[k];
    i = k;
  }
  heap[i] = v;
  return top;
}

/** Mutates `group`. @param side metres: side of a typical grid, the yardstick of border costs */
export function anneal(
  { n, weight, start, to, cost }: BlockGraph,
  group: Int32Array,
  count: number,
  limits: PartitionLimits,
  side: number,
  random: () => number,
  moves: number,
): void {
  const load = new Float64Array(count),
    size = new Int32Array(count);
  for (let i = 0; i < n; i++) {
    load[group[i]] += weight[i];
    size[group[i]]++;
  }
  const { target, min, max } = limits;
  const mark = new Int32Array(n);
  let stamp = 0;
  const stack = new Int32Array(n);
  const staysConnected = (i: number): boolean => {
    const home = group[i];
    let wanted = 0,
      first = -1;
    stamp++;
    for (let e = start[i]; e < start[i + 1]; e++)
      if (group[to[e]] === home) {
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
        if (group[b] !== home || mark[b] === stamp) continue;
        if (mark[b] === -stamp && ++found === wanted) return true;
        mark[b] = stamp;
        stack[top++] = b;
      }
    }
    return false;
  };
  const edges = to.length;
  const from = new Int32Array(edges);
  for (let i = 0; i < n; i++) for (let e = start[i]; e < start[i + 1]; e++) from[e] = i;
  const penalty = (w: number, sharp: number): number => {
    const off = (w - target) / target,
      over = Math.max(0, Math.abs(off) - 0.035),
      beyond = Math.max(0, min - w, w - max) / target;
    return sharp * (0.1 * off * off + 20 * over * over) + 1000 * beyond;
  };
  for (let move = 0; move < moves; move++) {
    const done = move / moves,
      heat = done < 0.9 ? 1.0 * 0.004 ** (done / 0.9) : 0,
      sharp = 40 * 60 ** done;
    const e = Math.floor(random() * edges),
      i = from[e],
      p = group[i],
      q = group[to[e]];
    if (p === q || size[p] < 2) continue;
    let border = 0;
    for (let k = start[i]; k < start[i + 1]; k++) {
      const g = group[to[k]];
      if (g === p) border += cost[k];
      else if (g === q) border -= cost[k];
    }
    const w = weight[i];
    const delta =
      border / side +
      penalty(load[p] - w, sharp) +
      penalty(load[q] + w, sharp) -
      penalty(load[p], sharp) -
      penalty(load[q], sharp);
    if (delta > 0 && (heat === 0 || random() >= Math.exp(-delta / heat))) continue;
    if (!staysConnected(i)) continue;
    group[i] = q;
    load[p] -= w;
    load[q] += w;
    size[p]--;
    size[q]++;
  }
}
