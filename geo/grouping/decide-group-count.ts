import type { Rules } from "./model.js";

/**
 * Number of groups for n households: round(n / target), moved to the nearest count for which sizes
 * within the bounds
 * exist (low·p <= n <= high·p). 14 households with bounds 7 … 13 are two groups of seven, though
 * round(14 / 10) is 1.
 * Where too few people answer for so many groups, there are fewer, larger ones.
 * A free number of groups would drift to the smallest size: every sum of distances falls when
 * groups shrink.
 *
 * @param responders people of the n households who answer
 * @returns 0 when no count is feasible.
 */
export function decideGroupCount(
  n: number,
  { low, high, target, minResponders }: Pick<Rules, "low" | "high" | "target" | "minResponders">,
  responders = Infinity,
): number {
  const least = Math.ceil(n / high),
    most = Math.floor(n / low);
  if (n < low || least > most) return 0;
  const answered = minResponders > 0 ? Math.floor(responders / minResponders) : Infinity;
  return Math.min(most, Math.max(least, Math.min(answered, Math.round(n / target))));
}
