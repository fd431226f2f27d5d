import { selectNth } from "./nearest-neighbours.js";

/**
 * A first grouping: halves the units along the longer side of their box until each part is one
 * group.
 *
 * `share` says how many groups a unit should bring (1/10 everywhere, or the centres that a
 * relaxation opened): a part
 * gets groups in proportion, made feasible for the bounds. This is where scattered parts get
 * smaller groups than dense
 * ones; the search after it moves households between neighbours only and cannot carry a group
 * across the map.
 *
 * @returns the group of every unit.
 */
export function splitEvenly(
  input: {
    n: number;
    x: Float64Array;
    y: Float64Array;
    weight: Float64Array;
    groups: number;
    low: number;
    high: number;
  },
  share: Float64Array,
): Int32Array {
  const { n, x, y, weight, groups, low, high } = input;
  const groupOf = new Int32Array(n);
  const ids = new Int32Array(n);
  for (let i = 0; i < n; i++) ids[i] = i;
  let next = 0;
  const split = (left: number, right: number, parts: number): void => {
    if (parts === 1) {
      for (let i = left; i < right; i++) groupOf[ids[i]] = next;
      next++;
      return;
    }
    let west = Infinity,
      east = -Infinity,
      south = Infinity,
      north = -Infinity;
    for (let i = left; i < right; i++) {
      const q = ids[i];
      if (x[q] < west) west = x[q];
      if (x[q] > east) east = x[q];
      if (y[q] < south) south = y[q];
      if (y[q] > north) north = y[q];
    }
    let middle = Math.min(
      right - 1,
      Math.max(left + 1, left + Math.round(((right - left) * (parts >> 1)) / parts)),
    );
    selectNth(ids, east - west > north - south ? x : y, middle, left, right - 1);
    let shareLeft = 0,
      shareAll = 0,
      weightLeft = 0,
      weightAll = 0;
    for (let i = left; i < right; i++) {
      shareAll += share[ids[i]];
      weightAll += weight[ids[i]];
      if (i < middle) {
        shareLeft += share[ids[i]];
        weightLeft += weight[ids[i]];
      }
    }
    const wanted = shareAll > 0 ? (parts * shareLeft) / shareAll : (parts * weightLeft) / weightAll;
    const inBounds = (k: number): boolean => {
      const rest = parts - k,
        heavy = weightAll - weightLeft;
      return (
        weightLeft <= high * k &&
        weightLeft >= low * k &&
        heavy <= high * rest &&
        heavy >= low * rest
      );
    };
    let best = -1,
      fallback = Math.min(parts - 1, Math.max(1, Math.round(wanted)));
    for (
      let k = Math.max(1, Math.floor(wanted) - 3);
      k <= Math.min(parts - 1, Math.ceil(wanted) + 3);
      k++
    ) {
      if (
        inBounds(k) &&
        k <= middle - left &&
        parts - k <= right - middle &&
        (best < 0 || Math.abs(k - wanted) < Math.abs(best - wanted))
      )
        best = k;
    }
    if (best < 0) {
      // No count fits the cut, or the share is far off: cut in proportion instead.
      best = Math.min(Math.max(fallback, 1), parts - 1);
      const lowest = Math.ceil(
        Math.max(weightLeft / high, parts - (weightAll - weightLeft) / Math.max(low, 1e-9)),
      );
      const highest = Math.floor(
        Math.min(low > 0 ? weightLeft / low : Infinity, parts - (weightAll - weightLeft) / high),
      );
      if (lowest <= highest) best = Math.min(highest, Math.max(lowest, best));
      best = Math.min(Math.max(best, 1), parts - 1);
      if (middle - left < best || right - middle < parts - best) {
        middle = left + Math.round(((right - left) * best) / parts);
        selectNth(ids, east - west > north - south ? x : y, middle, left, right - 1);
      }
    }
    split(left, middle, best);
    split(middle, right, parts - best);
  };
  split(0, n, groups);
  return groupOf;
}
