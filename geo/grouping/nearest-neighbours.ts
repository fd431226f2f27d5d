/**
 * Near neighbours of every point, counted by distinct place.
 *
 * Thirty flats at one address are one place: counting points, all neighbours of a flat would be
 * flats of the same
 * address, and the search could never trade a household with the house next door. A point therefore
 * gets up to
 * `ownPlace` others of its own place and one point each of the `places` nearest other places (a
 * different one for
 * every flat of a place, so that all can be reached).
 *
 * Own kd-tree, because kdbush answers range queries only and flatbush.neighbors took 3 times as
 * long at 100,000 points.
 */
export interface NeighbourLists {
  /**
   * Row starts: the neighbours of point i are `ids[start[i]] … ids[start[i + 1] - 1]`, nearest
   * place first.
   */
  start: Int32Array;
  ids: Int32Array;
}

export function findNearestNeighbours(
  x: Float64Array,
  y: Float64Array,
  places: number,
  ownPlace = 4,
): NeighbourLists {
  const n = x.length;
  const { placeOf, placeStart, members } = gatherPlaces(x, y);
  const m = placeStart.length - 1;
  const px = new Float64Array(m),
    py = new Float64Array(m);
  for (let q = 0; q < m; q++) {
    px[q] = x[members[placeStart[q]]];
    py[q] = y[members[placeStart[q]]];
  }
  const near = nearestOf(px, py, Math.min(places, m - 1));
  const start = new Int32Array(n + 1);
  const reach = Math.min(places, m - 1);
  for (let i = 0; i < n; i++) {
    const q = placeOf[i];
    start[i + 1] = start[i] + Math.min(ownPlace, placeStart[q + 1] - placeStart[q] - 1) + reach;
  }
  const ids = new Int32Array(start[n]);
  for (let q = 0; q < m; q++) {
    const from = placeStart[q],
      count = placeStart[q + 1] - from;
    for (let r = 0; r < count; r++) {
      const i = members[from + r];
      let at = start[i];
      const own = Math.min(ownPlace, count - 1);
      // The next and the one before (so that all connect), then some spread over the whole place.
      for (let t = 1; t <= own; t++)
        ids[at++] =
          members[
            from +
              ((r +
                (t === 1
                  ? 1
                  : t === 2
                    ? count - 1
                    : Math.max(2, Math.round(((t - 2) * count) / own) - 1))) %
                count)
          ];
      for (let t = 0; t < reach; t++) {
        const other = near[q * reach + t];
        const otherCount = placeStart[other + 1] - placeStart[other];
        ids[at++] = members[placeStart[other] + ((r + t) % otherCount)];
      }
    }
  }
  return { start, ids };
}

/** Points of equal coordinates, gathered. */
export function gatherPlaces(x: Float64Array, y: Float64Array) {
  const n = x.length;
  const placeOf = new Int32Array(n);
  const byKey = new Map<number, Map<number, number>>();
  const counts: number[] = [];
  for (let i = 0; i < n; i++) {
    let column = byKey.get(x[i]);
    if (!column) byKey.set(x[i], (column = new Map()));
    let place = column.get(y[i]);
    if (place === undefined) {
      place = counts.length;
      column.set(y[i], place);
      counts.push(0);
    }
    placeOf[i] = place;
    counts[place]++;
  }
  const placeStart = new Int32Array(counts.length + 1);
  for (let q = 0; q < counts.length; q++) placeStart[q + 1] = placeStart[q] + counts[q];
  const fill = placeStart.slice();
  const members = new Int32Array(n);
  for (let i = 0; i < n; i++) members[fill[placeOf[i]]++] = i;
  return { placeOf, placeStart, members };
}

const LEAF = 8;

/**
 * The k nearest other points of every point, flat, nearest first (k at most the number of points
 * less one).
 */
export function nearestOf(px: Float64Array, py: Float64Array, k: number): Int32Array {
  const m = px.length;
  const near = new Int32Array(m * Math.max(0, k));
  if (k <= 0) return near;
  const ids = new Int32Array(m);
  for (let i = 0; i < m; i++) ids[i] = i;
  sortTree(ids, px, py, 0, m - 1, 0);
  const tx = new Float64Array(m),
    ty = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    tx[i] = px[ids[i]];
    ty[i] = py[ids[i]];
  }

  const found = new Int32Array(k),
    distance = new Float64Array(k);
  let count = 0,
    qx = 0,
    qy = 0,
    self = 0;

  function offer(slot: number): void {
    const dx = tx[slot] - qx,
      dy = ty[slot] - qy,
      d = dx * dx + dy * dy;
    if (count === k && d >= distance[k - 1]) return;
    let at = count < k ? count++ : k - 1;
    while (at > 0 && distance[at - 1] > d) {
      distance[at] = distance[at - 1];
      found[at] = found[at - 1];
      at--;
    }
    distance[at] = d;
    found[at] = slot;
  }
  function visit(left: number, right: number, axis: number): void {
    if (right - left < LEAF) {
      for (let slot = left; slot <= right; slot++) if (slot !== self) offer(slot);
      return;
    }
    const middle = (left + right) >> 1;
    const across = axis === 0 ? qx - tx[middle] : qy - ty[middle];
    if (across < 0) visit(left, middle - 1, 1 - axis);
    else visit(middle + 1, right, 1 - axis);
    if (middle !== self) offer(middle);
    if (count < k || across * across < distance[k - 1]) {
      if (across < 0) visit(middle + 1, right, 1 - axis);
      else visit(left, middle - 1, 1 - axis);
    }
  }
  for (let slot = 0; slot < m; slot++) {
    self = slot;
    qx = tx[slot];
    qy = ty[slot];
    count = 0;
    visit(0, m - 1, 0);
    const row = ids[slot] * k;
    for (let t = 0; t < k; t++) near[row + t] = ids[found[t]];
  }
  return near;
}

function sortTree(
  ids: Int32Array,
  px: Float64Array,
  py: Float64Array,
  left: number,
  right: number,
  axis: number,
): void {
  if (right - left < LEAF) return;
  const middle = (left + right) >> 1;
  selectNth(ids, axis === 0 ? px : py, middle, left, right);
  sortTree(ids, px, py, left, middle - 1, 1 - axis);
  sortTree(ids, px, py, middle + 1, right, 1 - axis);
}

/**
 * Mutates `ids` so that the one at `nth` stands where sorting by `value` would put it (Hoare's
 * quickselect).
 */
export function selectNth(
  ids: Int32Array,
  value: Float64Array,
  nth: number,
  left: number,
  right: number,
): void {
  while (left < right) {
    const pivot = value[ids[(left + right) >> 1]];
    let i = left,
      j = right;
    while (i <= j) {
      while (value[ids[i]] < pivot) i++;
      while (value[ids[j]] > pivot) j--;
      if (i <= j) {
        const swap = ids[i];
        ids[i] = ids[j];
        ids[j] = swap;
        i++;
        j--;
      }
    }
    if (nth <= j) right = j;
    else if (nth >= i) left = i;
    else return;
  }
}
