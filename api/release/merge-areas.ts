/** Something that may be merged with its neighbours until it is large enough. */
export interface Mergeable {
  weight: number;
  neighbours: readonly number[];
}

/**
 * Merges areas with neighbours until each group's weight reaches the minimum: always the lightest
 * group, into its lightest
 * neighbour. A group without a neighbour joins the lightest other group, so that nothing stays
 * below the minimum (but a
 * county that is lighter in all). Answers the group number of each area; groups are numbered by
 * their first area.
 */
export function mergeAreas(areas: readonly Mergeable[], minimum: number): number[] {
  const group = areas.map((_, i) => i);
  const weight = areas.map((a) => a.weight);
  const find = (i: number): number => {
    while (group[i] !== i) i = group[i] = group[group[i]!]!;
    return i;
  };
  const roots = new Set(group);
  const neighbours = areas.map((a) => new Set(a.neighbours));
  while (roots.size > 1) {
    let lightest = -1;
    for (const r of roots)
      if (weight[r]! < minimum && (lightest < 0 || weight[r]! < weight[lightest]!)) lightest = r;
    if (lightest < 0) break;
    const around = [...new Set([...neighbours[lightest]!].map(find))].filter((r) => r !== lightest);
    const into = (around.length > 0 ? around : [...roots].filter((r) => r !== lightest)).reduce(
      (a, b) => (weight[b]! < weight[a]! ? b : a),
    );
    group[lightest] = into;
    weight[into] = weight[into]! + weight[lightest]!;
    for (const n of neighbours[lightest]!) neighbours[into]!.add(n);
    roots.delete(lightest);
  }
  const number = new Map<number, number>();
  return areas.map((_, i) => {
    const root = find(i);
    if (!number.has(root)) number.set(root, number.size);
    return number.get(root)!;
  });
}
