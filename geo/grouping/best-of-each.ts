import { type AnnealState, loadGrouping, measureGroup, missedBy } from "./anneal-state.js";

/**
 * Mutates `state`: takes from another grouping of the same units whatever is better there. Groups
 * that differ fall into clusters (those that exchange units between the two); of each cluster the
 * cheaper version is kept, so that luck in one corner need not come with luck in all others.
 */
export function takeBestOfEach(state: AnnealState, other: Int32Array): void {
  const { groups, n, low, high } = state.problem;
  const cluster = Int32Array.from({ length: groups }, (_, g) => g);
  const root = (g: number): number => {
    while (cluster[g] !== g) g = cluster[g] = cluster[cluster[g]];
    return g;
  };
  for (let u = 0; u < n; u++) {
    const a = root(state.groupOf[u]),
      b = root(other[u]);
    if (a !== b) cluster[Math.max(a, b)] = Math.min(a, b);
  }
  const costs = (): Float64Array => {
    const total = new Float64Array(groups);
    for (let g = 0; g < groups; g++)
      total[root(g)] += measureGroup(state, g) + 1e6 * missedBy(state.load[g], low, high);
    return total;
  };
  const mine = state.groupOf.slice();
  const own = costs();
  loadGrouping(state, other);
  const theirs = costs();
  loadGrouping(
    state,
    mine.map((g, u) => (theirs[root(g)] < own[root(g)] - 1e-9 ? other[u] : g)),
  );
}
