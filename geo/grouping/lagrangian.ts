/**
 * Lagrangian relaxation of "every household is in exactly one group" for the size-bounded p-median
 * problem.
 *
 * With prices λ on the households, each possible centre j picks the members that pay most (d(i, j)
 * - λ_i smallest),
 * itself always, within the size bounds; the p best centres open. Σλ plus their sums is a lower
 * bound for every λ
 * (Geoffrion 1974; Beasley 1985 for p-median). Subgradient steps (Held, Wolfe, Crowder 1974;
 * deflected: Camerini,
 * Fratta, Maffioli 1975) raise it. The bound contains a duality gap of unknown size: the true gap
 * is smaller.
 *
 * Two by-products: the centres open at the end are a near-optimal choice, which spreads groups
 * between dense and
 * scattered parts as no local search can; and the prices tell how much a household costs to reach.
 */
export interface MedianProblem {
  /** Clients: households, or places that hold several of them. */
  n: number;
  /** Households at a client; all 1 when `weight` is given. */
  multiplicity: Int32Array;
  /** Room a household takes; null: 1 each. */
  weight: Float64Array | null;
  groups: number;
  low: number;
  high: number;
  /**
   * Candidate rows: possible members of centre j with their metres, ascending, j itself first with
   * its own metres.
   * A client absent from row j must be at least `reach[client]` metres from j.
   */
  start: Int32Array;
  ids: Int32Array;
  metres: Float64Array;
  reach: Float64Array;
}

export interface Relaxation {
  /** Best lower bound found, metres. */
  bound: number;
  /** Runs `iterations` subgradient steps towards `target` metres (a known total, or a guess). */
  improve(iterations: number, target: number): void;
  /** Clients whose centres are open at the best bound, each with how often. */
  openCentres(): { client: Int32Array; times: Int32Array };
  /** Steps that take about 10 ms together. */
  breath: number;
  /** True when the steps have become too small to matter. */
  settled(): boolean;
}

export function createRelaxation(problem: MedianProblem): Relaxation {
  const { n, multiplicity, weight, groups, low, high, start, ids, metres, reach } = problem;
  const price = new Float64Array(n),
    bestPrice = new Float64Array(n);
  const value = new Float64Array(n),
    opened = new Int32Array(n),
    bestOpened = new Int32Array(n);
  const direction = new Float64Array(n),
    slope = new Float64Array(n);
  const candidates: number[] = [];
  const sorted = new Float64Array(n);
  const width = weight === null ? high : 0;
  const reduced = new Float64Array(Math.max(width, 512)),
    picked = new Int32Array(Math.max(width, 512)),
    pickedRoom = new Float64Array(512);
  let step = 1.2,
    stale = 0,
    bound = -Infinity;

  // A first price: metres to about half the group's width, the scale on which a household is worth
  // reaching.
  for (let i = 0; i < n; i++) {
    const row = start[i],
      length = start[i + 1] - row;
    price[i] =
      length > 1
        ? Math.min(
            reach[i],
            metres[row + Math.min(length - 1, Math.max(1, Math.round(high / 2)))] * 1.5,
          )
        : 0;
  }

  let pickedCount = 0;
  let ceiling = Infinity;

  /** Sum over the best members of centre j within the bounds; they are left in `picked`. */
  function evaluateUnit(j: number): number {
    const row = start[j],
      end = start[j + 1];
    let kept = 0,
      sum = metres[row] - price[j];
    const room = high - 1;
    picked[kept] = j;
    reduced[kept++] = -Infinity;
    // Further households of the centre's own place come as ordinary candidates.
    for (let copies = Math.min(multiplicity[j] - 1, room); copies > 0; copies--)
      kept = keep(j, metres[row] - price[j], kept);
    for (let e = row + 1; e < end; e++) {
      const i = ids[e],
        r = metres[e] - price[i];
      if (r >= 0 && kept >= low && r >= reduced[low - 1]) {
        // Rows ascend: nothing further can pay, nor fill the lower bound more cheaply.
        if (metres[e] - ceiling >= Math.max(0, low > 1 ? reduced[low - 1] : 0)) break;
        continue;
      }
      if (kept > high - 1 && r >= reduced[kept - 1]) continue;
      for (let copies = Math.min(multiplicity[i], room); copies > 0; copies--) {
        const before = kept;
        kept = keep(i, r, kept);
        if (before === high && r >= reduced[high - 1]) break;
      }
    }
    // Members that pay nothing are dropped down to the lower bound.
    while (kept > low && reduced[kept - 1] >= 0) kept--;
    pickedCount = kept;
    // A member that is taken only to fill the lower bound may be dearer than one that is not in the
    // row at all.
    const absent = end - row === n ? Infinity : Math.max(0, reach[j] - ceiling);
    for (let k = 1; k < kept; k++) sum += Math.min(reduced[k], absent);
    return sum;
  }
  function keep(i: number, r: number, kept: number): number {
    if (kept === high) {
      if (r >= reduced[high - 1]) return kept;
      kept--;
    }
    let at = kept;
    while (at > 1 && reduced[at - 1] > r) {
      reduced[at] = reduced[at - 1];
      picked[at] = picked[at - 1];
      at--;
    }
    reduced[at] = r;
    picked[at] = i;
    return kept + 1;
  }

  /**
   * The same with weights: the knapsack's linear relaxation (Dantzig 1957), still a valid bound.
   */
  function evaluateWeighted(j: number): number {
    const row = start[j],
      end = start[j + 1],
      w = weight!;
    let sum = metres[row] - price[j],
      room = high - w[j],
      kept = 1;
    picked[0] = j;
    pickedRoom[0] = 1;
    for (let e = row + 1; e < end && kept < 511; e++) {
      const i = ids[e];
      if (metres[e] >= ceiling) break;
      const r = metres[e] - price[i];
      if (r >= 0) continue;
      const rate = r / w[i];
      let at = kept++;
      while (at > 1 && reduced[at - 1] > rate) {
        reduced[at] = reduced[at - 1];
        picked[at] = picked[at - 1];
        at--;
      }
      reduced[at] = rate;
      picked[at] = i;
    }
    let k = 1;
    for (; k < kept && room > 0; k++) {
      const share = Math.min(1, room / w[picked[k]]);
      sum += share * reduced[k] * w[picked[k]];
      room -= share * w[picked[k]];
      pickedRoom[k] = share;
    }
    pickedCount = k;
    return sum;
  }

  const evaluate = weight === null ? evaluateUnit : evaluateWeighted;
  function evaluateAll(): number {
    let total = 0;
    ceiling = 0;
    for (let i = 0; i < n; i++) {
      total += multiplicity[i] * price[i];
      if (price[i] > ceiling) ceiling = price[i];
    }
    for (let j = 0; j < n; j++) value[j] = evaluate(j);
    // The p cheapest centres; a place of several households may open several times.
    sorted.set(value);
    sorted.sort();
    const limit = sorted[Math.min(n, groups) - 1];
    candidates.length = 0;
    for (let j = 0; j < n; j++) if (value[j] <= limit) candidates.push(j);
    candidates.sort((a, b) => value[a] - value[b] || a - b);
    opened.fill(0);
    let left = groups;
    for (let k = 0; k < candidates.length && left > 0; k++) {
      const j = candidates[k],
        times = Math.min(multiplicity[j], left);
      opened[j] = times;
      total += times * value[j];
      left -= times;
    }
    return total;
  }

  return {
    get bound() {
      return bound;
    },
    breath: Math.max(1, Math.min(25, Math.round(2e6 / Math.max(1, ids.length)))),
    settled: () => step < 0.002,
    improve(iterations, target) {
      for (let round = 0; round < iterations && step >= 0.002; round++) {
        const total = evaluateAll();
        if (total > bound) {
          if (total > bound + 1e-5 * Math.abs(bound)) stale = 0;
          else stale++;
          bound = total;
          bestPrice.set(price);
          bestOpened.set(opened);
        } else stale++;
        if (stale >= 25) {
          step *= 0.7;
          stale = 0;
          price.set(bestPrice);
          direction.fill(0);
          continue;
        }
        for (let i = 0; i < n; i++) slope[i] = multiplicity[i];
        for (let j = 0; j < n; j++) {
          if (opened[j] === 0) continue;
          evaluate(j);
          if (weight === null) for (let k = 0; k < pickedCount; k++) slope[picked[k]] -= opened[j];
          else for (let k = 0; k < pickedCount; k++) slope[picked[k]] -= pickedRoom[k];
        }
        let norm = 0;
        for (let i = 0; i < n; i++) {
          direction[i] = slope[i] + 0.6 * direction[i];
          norm += direction[i] * direction[i];
        }
        if (norm === 0) {
          step = 0;
          break;
        }
        const length = (step * Math.max(target - total, 1e-4 * Math.abs(target))) / norm;
        for (let i = 0; i < n; i++) {
          const next = price[i] + length * direction[i];
          price[i] = next > reach[i] ? reach[i] : next < 0 ? 0 : next;
        }
      }
    },
    openCentres() {
      const client: number[] = [],
        times: number[] = [];
      for (let j = 0; j < n; j++)
        if (bestOpened[j] > 0) {
          client.push(j);
          times.push(bestOpened[j]);
        }
      return { client: Int32Array.from(client), times: Int32Array.from(times) };
    },
  };
}
