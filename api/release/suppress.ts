/**
 * Counts of one period and category over two partitions of the county, and which areas of them
 * overlap.
 */
export interface Slice {
  /** Count by area of the first and the second partition. */
  counts: readonly [readonly number[], readonly number[]];
  /** For each area of either partition, the areas of the other that it overlaps. */
  overlaps: readonly [readonly (readonly number[])[], readonly (readonly number[])[]];
}

export const THRESHOLD = 5;

/**
 * Which counts may be published: those of at least five, less the ones that would let somebody with
 * both partitions work
 * out one of the others. Answers, per partition, true for each area that is suppressed.
 *
 * Why it is enough. The partitions are two sets of sums over the same unknown pieces x(i,j) ≥ 0
 * (area i of one, j of the
 * other). A suppressed area i is left with
 *   (a) a suppressed j that it overlaps: x(i,j) can be any number, so i has no upper bound;
 * (b) for each published j that it overlaps, another suppressed k that overlaps j: all of x(i,j)
 * may as well be x(k,j),
 *       and pieces in suppressed j may be nothing, so i may be 0.
 * Hence the narrowest bound on a suppressed count is 0 to infinity, which holds 0 to 4. No totals
 * across areas are published, periods of a category never overlap, and none is published again over
 * other areas, so each slice stands alone. The months of a published period of several are bounded
 * by its count, five or more. Both specs beside check it by linear programming.
 * Method: complementary cell suppression, Willenborg & de Waal, Elements of Statistical Disclosure
 * Control (2001), ch. 6.
 */
export function suppress({ counts, overlaps }: Slice): [boolean[], boolean[]] {
  const hidden: [boolean[], boolean[]] = [
    counts[0].map((n) => n < THRESHOLD),
    counts[1].map((n) => n < THRESHOLD),
  ];
  const queue: [0 | 1, number][] = [];
  const hide = (side: 0 | 1, i: number): void => {
    hidden[side][i] = true;
    queue.push([side, i]);
  };
  for (const side of [0, 1] as const)
    hidden[side].forEach((h, i) => {
      if (h) queue.push([side, i]);
    });
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [side, i] = next;
    const other = side === 0 ? 1 : 0;
    const across = overlaps[side][i]!;
    for (const j of across) {
      const protectedByAnother =
        hidden[other][j] || overlaps[other][j]!.some((k) => k !== i && hidden[side][k]);
      if (!protectedByAnother) hide(other, j);
    }
    if (across.length > 0 && !across.some((j) => hidden[other][j]))
      hide(
        other,
        across.reduce((a, b) => (counts[other][b]! < counts[other][a]! ? b : a)),
      );
  }
  return hidden;
}
