import type { MedianProblem } from "./lagrangian.js";
import { gatherPlaces, nearestOf } from "./nearest-neighbours.js";

export interface MedianInput {
  x: Float64Array;
  y: Float64Array;
  /** Null: the straight line. Never less than the straight line. */
  metres: ((unit: number, centre: number) => number) | null;
  /** May the two be in one group? Null: always. */
  allowed: ((a: number, b: number) => boolean) | null;
  /** Null: 1 each. */
  weight: Float64Array | null;
  groups: number;
  low: number;
  high: number;
}

/**
 * Builds the rows of a MedianProblem from the `near` nearest households (or places) of each.
 * @returns the problem and the household that stands for each client, with all households of a
 * client.
 */
export function buildMedianProblem(
  input: MedianInput,
  near: number,
): { problem: MedianProblem; clientStart: Int32Array; households: Int32Array } {
  const { groups, low, high, weight } = input;
  const straight = input.metres === null && input.allowed === null;
  // Households of one place are one client with a multiplicity when nothing tells them apart: 300
  // flats, one row.
  const merged = straight && weight === null;
  const own = Int32Array.from(input.x, (_, i) => i);
  const places = gatherPlaces(input.x, input.y);
  const clientStart = merged
    ? places.placeStart
    : Int32Array.from({ length: input.x.length + 1 }, (_, i) => i);
  const households = merged ? places.members : own;
  const n = clientStart.length - 1;
  const x = new Float64Array(n),
    y = new Float64Array(n),
    multiplicity = new Int32Array(n);
  for (let q = 0; q < n; q++) {
    const i = households[clientStart[q]];
    x[q] = input.x[i];
    y[q] = input.y[i];
    multiplicity[q] = clientStart[q + 1] - clientStart[q];
  }
  let crowd = 0;
  if (!merged)
    for (let q = 0; q + 1 < places.placeStart.length; q++)
      crowd = Math.max(crowd, places.placeStart[q + 1] - places.placeStart[q]);
  const k = Math.min(n - 1, Math.max(near, Math.min(400, crowd + near / 2)) | 0);
  const nearest = nearestOf(x, y, k);
  const metres = (client: number, centre: number): number =>
    input.metres === null
      ? Math.hypot(x[client] - x[centre], y[client] - y[centre])
      : input.metres(client, centre);

  // Rows hold a pair when either end lists the other: what is absent is then at least the client's
  // own reach away.
  const reach = new Float64Array(n).fill(Infinity);
  const extra = new Int32Array(n + 1);
  if (k < n - 1)
    for (let i = 0; i < n; i++) {
      const last = nearest[(i + 1) * k - 1];
      reach[i] = Math.hypot(x[i] - x[last], y[i] - y[last]);
    }
  const listed = (j: number, i: number): boolean => {
    const d = Math.hypot(x[i] - x[j], y[i] - y[j]);
    if (d !== reach[j]) return d < reach[j];
    for (let t = j * k; t < (j + 1) * k; t++) if (nearest[t] === i) return true;
    return false;
  };
  const back: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let t = i * k; t < (i + 1) * k; t++)
      if (k < n - 1 && !listed(nearest[t], i)) {
        back.push(i, nearest[t]);
        extra[nearest[t] + 1]++;
      }
  }
  const start = new Int32Array(n + 1);
  for (let j = 0; j < n; j++) start[j + 1] = start[j] + 1 + k + extra[j + 1];
  const ids = new Int32Array(start[n]),
    far = new Float64Array(start[n]);
  const fill = new Int32Array(n);
  for (let j = 0; j < n; j++) {
    ids[start[j]] = j;
    for (let t = 0; t < k; t++) ids[start[j] + 1 + t] = nearest[j * k + t];
    fill[j] = start[j] + 1 + k;
  }
  for (let b = 0; b < back.length; b += 2) ids[fill[back[b + 1]]++] = back[b];
  const scratch: number[] = [];
  for (let j = 0; j < n; j++) {
    const from = start[j];
    far[from] = metres(j, j);
    for (let e = from + 1; e < start[j + 1]; e++) {
      const i = ids[e];
      far[e] = input.allowed !== null && !input.allowed(i, j) ? Infinity : metres(i, j);
    }
    scratch.length = 0;
    for (let e = from + 1; e < start[j + 1]; e++) scratch.push(e);
    scratch.sort((a, b) => far[a] - far[b] || ids[a] - ids[b]);
    const sortedIds = scratch.map((e) => ids[e]),
      sortedFar = scratch.map((e) => far[e]);
    for (let t = 0; t < scratch.length; t++) {
      ids[from + 1 + t] = sortedIds[t];
      far[from + 1 + t] = sortedFar[t];
    }
  }
  return {
    problem: { n, multiplicity, weight, groups, low, high, start, ids, metres: far, reach },
    clientStart,
    households,
  };
}
