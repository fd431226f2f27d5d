import { monteCarlo } from "../random.js";
import { finite, positive, sameLength } from "./check.js";
import { exists, missing, type Outcome } from "./reason.js";
import type { Computed } from "./record.js";

export interface SpaceTimeScanOptions {
  /**
   * Largest circle, metres, and longest window, whole days. A circle never holds more than half of
   * the cases.
   */
  maxMetres: number;
  maxDays: number;
  /** "prospective" (default): windows that reach the last day; "retrospective": any window. */
  windows?: "prospective" | "retrospective";
  /** Fewest cases of a cluster; default 2. */
  fewestCases?: number;
  draws?: number;
  seed?: number;
}

export interface ScanCluster {
  /** Places inside the circle (row numbers of x and y); the first is its centre. */
  readonly places: readonly number[];
  readonly radiusMetres: number;
  /** First and last day, inclusive, counted as given. */
  readonly days: readonly [first: number, last: number];
  readonly cases: number;
  readonly expected: number;
  readonly logLikelihoodRatio: number;
  /** By rank among the highest ratios of permuted days: (reached + 1)/(draws + 1). */
  readonly p: number;
}

/**
 * Space-time permutation scan (Kulldorff et al. 2005, PLoS Medicine 2:e59): clusters of cases
 * without knowing the people at risk. Cylinders
 * (circle × days) are compared with e = (cases of the places) · (cases of the days) / C by c
 * ln(c/e) + (C − c) ln((C − c)/(C − e));
 * the p of the best comes from permuting the days among the cases. Clusters are listed best first,
 * without common places.
 *
 * `place[k]` and `day[k]` (a whole number) belong to case k; `x` and `y` are the places, metres.
 * Work is places × circles × windows a draw: run it as a job.
 */
export function spaceTimeScan(
  x: Float64Array,
  y: Float64Array,
  place: Uint32Array,
  day: Int32Array,
  options: SpaceTimeScanOptions,
): Outcome<readonly ScanCluster[]> & { record: Computed } {
  const places = x.length,
    cases = place.length,
    {
      maxMetres,
      maxDays,
      windows = "prospective",
      fewestCases = 2,
      draws = 999,
      seed = 1,
    } = options;
  sameLength("y", places, y.length);
  sameLength("day", cases, day.length);
  positive("maxMetres", maxMetres);
  positive("maxDays", maxDays);
  if (places > 5000)
    throw new RangeError(`${places} places are more than 5,000: gather them into cells first`);
  for (let i = 0; i < places; i++) {
    finite(x[i], i);
    finite(y[i], i);
  }
  for (const i of place)
    if (i >= places) throw new RangeError(`A case names place ${i}; there are ${places}`);
  const record: Computed = {
    method: "space-time-scan",
    n: cases,
    warnings: [],
    inference: { kind: "permutation", tail: "greater", permutations: draws, seed },
    parameters: { places, maxMetres, maxDays, windows, fewestCases, maxShareOfCases: 0.5 },
  };
  if (cases < 2) return { ...missing("no-incidents"), record };
  let firstDay = Infinity,
    lastDay = -Infinity;
  for (const d of day) {
    firstDay = Math.min(firstDay, d);
    lastDay = Math.max(lastDay, d);
  }
  const span = lastDay - firstDay + 1,
    byPlace = new Float64Array(places),
    byDay = new Float64Array(span + 1);
  for (const i of place) byPlace[i]++;
  for (const d of day) byDay[d - firstDay + 1]++;
  for (let d = 0; d < span; d++) byDay[d + 1] += byDay[d];

  // Circles about each place: neighbours by distance, those at one distance together.
  const order: { near: number[]; metres: number[] }[] = Array.from(x, (_, c) => {
    const near: number[] = [],
      distance = Array.from(x, (v, i) => Math.hypot(v - x[c], y[i] - y[c]));
    for (let i = 0; i < places; i++) if (distance[i] <= maxMetres) near.push(i);
    near.sort((a, b) => distance[a] - distance[b] || (a === c ? -1 : b === c ? 1 : a - b));
    return { near, metres: near.map((i) => distance[i]) };
  });
  const daily = new Float64Array(places * span),
    before = new Float64Array(span + 1);

  const scan = (
    days: Int32Array,
    visit: (
      llr: number,
      centre: number,
      circle: number,
      first: number,
      last: number,
      c: number,
      e: number,
    ) => void,
  ) => {
    daily.fill(0);
    for (let k = 0; k < cases; k++) daily[place[k] * span + days[k] - firstDay]++;
    for (let centre = 0; centre < places; centre++) {
      const { near, metres } = order[centre];
      before.fill(0);
      let inside = 0;
      for (let m = 0; m < near.length; m++) {
        const i = near[m];
        inside += byPlace[i];
        if (inside > cases / 2) break;
        if (byPlace[i] > 0)
          for (let d = 0, sum = 0; d < span; d++) before[d + 1] += sum += daily[i * span + d];
        if (inside < fewestCases || (m + 1 < near.length && metres[m + 1] === metres[m])) continue;
        for (let last = windows === "prospective" ? span - 1 : 0; last < span; last++) {
          for (let first = last; first >= 0 && last - first < maxDays; first--) {
            const c = before[last + 1] - before[first];
            if (c < fewestCases) continue;
            const e = (inside * (byDay[last + 1] - byDay[first])) / cases;
            if (c <= e) continue;
            visit(
              c * Math.log(c / e) +
                (c < cases ? (cases - c) * Math.log((cases - c) / (cases - e)) : 0),
              centre,
              m,
              first,
              last,
              c,
              e,
            );
          }
        }
      }
    }
  };

  const best = new Map<number, Omit<ScanCluster, "p">>();
  scan(day, (llr, centre, circle, first, last, c, e) => {
    const held = best.get(centre);
    if (held && held.logLikelihoodRatio >= llr - 1e-12) return;
    const { near, metres } = order[centre];
    best.set(centre, {
      places: near.slice(0, circle + 1),
      radiusMetres: metres[circle],
      days: [first + firstDay, last + firstDay],
      cases: c,
      expected: e,
      logLikelihoodRatio: llr,
    });
  });
  const random = monteCarlo(seed),
    shuffled = day.slice(),
    highest = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    random.shuffle(shuffled);
    let most = 0;
    scan(shuffled, (llr) => {
      if (llr > most) most = llr;
    });
    highest[draw] = most;
  }
  const taken = new Set<number>(),
    clusters: ScanCluster[] = [];
  for (const cluster of [...best.values()].sort(strongerOrSmaller)) {
    if (cluster.places.some((i) => taken.has(i))) continue;
    cluster.places.forEach((i) => taken.add(i));
    clusters.push({
      ...cluster,
      p: (highest.filter((h) => h >= cluster.logLikelihoodRatio - 1e-12).length + 1) / (draws + 1),
    });
  }
  return { ...exists<readonly ScanCluster[]>(clusters), record };
}

/**
 * Circles that differ by places without cases have one ratio: the smallest of them is the cluster.
 */
function strongerOrSmaller(a: Omit<ScanCluster, "p">, b: Omit<ScanCluster, "p">): number {
  const difference = b.logLikelihoodRatio - a.logLikelihoodRatio;
  return Math.abs(difference) > 1e-9
    ? difference
    : a.places.length - b.places.length || a.radiusMetres - b.radiusMetres;
}
