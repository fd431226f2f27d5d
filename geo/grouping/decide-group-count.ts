/**
 * Number of groups for n households: round(n / target), moved to the nearest count for which sizes
 * within the bounds
 * exist (low·p <= n <= high·p). 14 households with bounds 7 … 13 are two groups of seven, though
 * round(14 / 10) is 1.
 * A free number of groups would drift to the smallest size: every sum of distances falls when
 * groups shrink.
 *
 * @returns 0 when no count is feasible.
 */
export function decideGroupCount(n: number, low: number, high: number, target: number): number {
  const least = Math.ceil(n / high),
    most = Math.floor(n / low);
  if (n < low || least > most) return 0;
  return Math.min(most, Math.max(least, Math.round(n / target)));
}
