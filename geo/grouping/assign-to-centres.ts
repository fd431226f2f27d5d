/**
 * The cheapest assignment of n households to given centres with `low` to `high` in every group: a
 * minimum cost flow, one household after the other along a cheapest chain of exchanges (successive
 * shortest paths, Ahuja, Magnanti, Orlin 1993, ch. 9.7). A centre is in its own group.
 *
 * @param metres n × n, row by household, column by centre; Infinity where the two may not be
 * together
 * @returns position in `centres` of every household, or null when there is no such assignment
 */
export function assignToCentres(
  n: number,
  metres: Float64Array,
  centres: readonly number[],
  low: number,
  high: number,
): Int32Array | null {
  const p = centres.length;
  const groupOf = new Int32Array(n).fill(-1);
  const load = new Int32Array(p);
  const fixed = new Uint8Array(n);
  centres.forEach((j, c) => {
    groupOf[j] = c;
    load[c] = 1;
    fixed[j] = 1;
  });
  // What the next place of a group costs: places up to the lower bound come before all walks.
  const need = -1e9;
  const place = (c: number): number => (load[c] < low ? need : load[c] < high ? 0 : Infinity);
  const distance = new Float64Array(p),
    from = new Int32Array(p),
    mover = new Int32Array(p);
  for (let h = 0; h < n; h++) {
    if (fixed[h]) continue;
    const { least, by } = exchanges(n, metres, centres, groupOf, fixed);
    for (let c = 0; c < p; c++) {
      distance[c] = metres[h * n + centres[c]];
      from[c] = -1;
      mover[c] = h;
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (let a = 0; a < p; a++)
        for (let b = 0; b < p; b++) {
          if (distance[a] + least[a * p + b] >= distance[b] - 1e-9) continue;
          distance[b] = distance[a] + least[a * p + b];
          from[b] = a;
          mover[b] = by[a * p + b];
          changed = true;
        }
    }
    let end = -1;
    for (let c = 0; c < p; c++)
      if (
        distance[c] + place(c) < Infinity &&
        (end < 0 || distance[c] + place(c) < distance[end] + place(end))
      )
        end = c;
    if (end < 0) return null;
    load[end]++;
    for (let c = end; c >= 0; c = from[c]) groupOf[mover[c]] = c;
  }
  return load.every((k) => k >= low) ? groupOf : null;
}

/** What the cheapest household of group a loses by going to b, for all pairs of groups. */
function exchanges(
  n: number,
  metres: Float64Array,
  centres: readonly number[],
  groupOf: Int32Array,
  fixed: Uint8Array,
): { least: Float64Array; by: Int32Array } {
  const p = centres.length;
  const least = new Float64Array(p * p).fill(Infinity),
    by = new Int32Array(p * p);
  for (let i = 0; i < n; i++) {
    const a = groupOf[i];
    if (a < 0 || fixed[i]) continue;
    const now = metres[i * n + centres[a]];
    for (let b = 0; b < p; b++) {
      const more = metres[i * n + centres[b]] - now;
      if (b === a || more >= least[a * p + b]) continue;
      least[a * p + b] = more;
      by[a * p + b] = i;
    }
  }
  return { least, by };
}
