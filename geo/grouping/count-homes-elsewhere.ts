/**
 * A bound by counting: p centres make at most p places theirs, and everybody else walks at least
 * the step to the next place. In a tower of 33 floors by four, 13 centres leave 132 - 13 × 4 homes
 * on another floor, three metres each, which a relaxation cannot see (every floor is like the
 * next).
 *
 * @param next metres from each household to the nearest at another place
 * @param placeOf number of the place of each household
 * @returns metres that no grouping undercuts
 */
export function countHomesElsewhere(
  placeOf: ArrayLike<number>,
  next: ArrayLike<number>,
  groups: number,
  high: number,
): number {
  const homes = new Map<number, number[]>();
  let total = 0;
  for (let i = 0; i < placeOf.length; i++) {
    if (!Number.isFinite(next[i])) return 0;
    total += next[i];
    const known = homes.get(placeOf[i]);
    if (known) known.push(next[i]);
    else homes.set(placeOf[i], [next[i]]);
  }
  // A centre saves the steps of those at its place that fit in its group, the dearest first.
  const saved: number[] = [];
  for (const steps of homes.values()) {
    steps.sort((a, b) => b - a);
    for (let k = 0; k < steps.length; k += high)
      saved.push(steps.slice(k, k + high).reduce((sum, s) => sum + s, 0));
  }
  saved.sort((a, b) => b - a);
  return Math.max(0, total - saved.slice(0, groups).reduce((sum, s) => sum + s, 0));
}
