/** The fewest households that must change their grid, by trying all hand-overs. */

export interface Blocks {
  readonly weight: readonly number[];
  readonly near: readonly (readonly number[])[];
  /** Grid of each block today. */
  readonly group: readonly number[];
}

/**
 * Uniform-cost search over hand-overs of single blocks, each grid in one piece after every one; the
 * first state found with all grids inside the range has moved the fewest. null when `most` states
 * do not hold one.
 */
export function fewestMoved(
  { weight, near, group }: Blocks,
  [min, max]: readonly [number, number],
  most = 30_000,
): number | null {
  const groups = Math.max(...group) + 1;
  const whole = (state: readonly number[], g: number): boolean => {
    const members = state.flatMap((s, b) => (s === g ? [b] : []));
    const seen = new Set(members.slice(0, 1));
    for (const b of seen) for (const n of near[b]) if (state[n] === g) seen.add(n);
    return members.length > 0 && seen.size === members.length;
  };
  const levels = new Map<number, number[][]>([[0, [[...group]]]]);
  const done = new Set<string>();
  while (levels.size > 0 && done.size < most) {
    const cost = Math.min(...levels.keys());
    const states = levels.get(cost) as number[][];
    levels.delete(cost);
    for (const state of states) {
      const key = state.join();
      if (done.has(key)) continue;
      done.add(key);
      const load = new Array<number>(groups).fill(0);
      state.forEach((g, b) => {
        load[g] += weight[b];
      });
      if (load.every((w) => w >= min && w <= max)) return cost;
      state.forEach((g, b) => {
        if (g !== group[b]) return;
        for (const q of new Set(near[b].map((n) => state[n]))) {
          if (q === g) continue;
          const next = [...state];
          next[b] = q;
          if (!whole(next, g) || done.has(next.join())) continue;
          const at = cost + weight[b];
          const level = levels.get(at);
          if (level) level.push(next);
          else levels.set(at, [next]);
        }
      });
    }
  }
  return null;
}
