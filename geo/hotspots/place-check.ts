import { sameLength } from "./check.js";
import { closePairs } from "./close-pairs.js";
import { type Computed, NO_INFERENCE } from "./record.js";

/** From here on many incidents of many streets on one place are a geocoder's, not the street's. */
export const LEAST_INCIDENTS = 5;
export const LEAST_STREETS = 3;
const PLACE_METRES = 1;

export interface DefaultPlace {
  /** The coordinate of the place on which most of its incidents stand, metres. */
  readonly x: number;
  readonly y: number;
  readonly incidents: number;
  /** Different streets named, and incidents that name none. */
  readonly streets: number;
  readonly without: number;
  /** Rows that stand there. */
  readonly rows: readonly number[];
}

export interface PlaceCheck {
  /** Most incidents first. */
  readonly places: readonly DefaultPlace[];
  /** Part of all incidents that stand on them, 0 to 1; 0 of none. */
  readonly share: number;
  readonly record: Computed;
}

export interface PlaceCheckOptions {
  /** Incidents a row, of rows that are incidents of one place and street; default 1. */
  counts?: Float64Array;
  /** All incidents, where not all of them are among the rows. */
  total?: number;
  /** Of these, those that name a street. */
  named?: number;
}

/**
 * A geocoder's default places: where it puts what it cannot find, the middle of a town or a street.
 * They make hot spots of their own. A place is what lies within a metre; it is taken for a default
 * when at least five incidents stand on it of at least three different streets, or half of them
 * without one. Real places are of one street, or of two at a corner. Where most incidents name no
 * street at all, to name none is no sign.
 * @param street the street of each row as it is written, null where none is named
 */
export function placeCheck(
  x: Float64Array,
  y: Float64Array,
  street: readonly (string | null)[],
  options: PlaceCheckOptions = {},
): PlaceCheck {
  const { counts } = options;
  sameLength("y", x.length, y.length);
  sameLength("street", x.length, street.length);
  if (counts) sameLength("counts", x.length, counts.length);
  const count = (row: number) => (counts ? counts[row] : 1);
  const places: DefaultPlace[] = [];
  const isTelling = streetsTell(street, count, options);
  let all = 0,
    onThem = 0;
  for (const spots of placesOf(x, y)) {
    const rows = spots.flat();
    const incidents = sum(rows, count);
    all += incidents;
    if (incidents < LEAST_INCIDENTS) continue;
    const named = rows.map((row) => street[row]?.trim() || null);
    const streets = new Set(named.filter((name) => name !== null)).size;
    const without = sum(
      rows.filter((_, k) => named[k] === null),
      count,
    );
    if (streets < LEAST_STREETS && !(isTelling && 2 * without >= incidents)) continue;
    onThem += incidents;
    const [row] = most(spots, (spot) => sum(spot, count));
    places.push({ x: x[row], y: y[row], incidents, streets, without, rows });
  }
  const total = options.total ?? all;
  return {
    places: places.sort((a, b) => b.incidents - a.incidents || a.x - b.x || a.y - b.y),
    share: total > 0 ? onThem / total : 0,
    record: {
      method: "place-check",
      n: total,
      parameters: {
        metres: PLACE_METRES,
        leastIncidents: LEAST_INCIDENTS,
        leastStreets: LEAST_STREETS,
        places: places.length,
        incidents: onThem,
      },
      inference: NO_INFERENCE,
      warnings: [],
    },
  };
}

/** Whether half of all incidents or more name a street, as far as one is told. */
function streetsTell(
  street: readonly (string | null)[],
  count: (row: number) => number,
  { total, named = total }: PlaceCheckOptions,
): boolean {
  if (total !== undefined) return 2 * named! >= total;
  const rows = [...street.keys()];
  const naming = rows.filter((row) => street[row]?.trim());
  return 2 * sum(naming, count) >= sum(rows, count);
}

const sum = (rows: readonly number[], of: (row: number) => number): number =>
  rows.reduce((n, row) => n + of(row), 0);

const most = <T>(items: readonly T[], of: (item: T) => number): T =>
  items.reduce((best, item) => (of(item) > of(best) ? item : best));

/** Rows by coordinate, and coordinates by place: what is within a metre of another is of its place. */
function placesOf(x: Float64Array, y: Float64Array): number[][][] {
  const spotOf = new Map<string, number[]>();
  for (let i = 0; i < x.length; i++) {
    const key = `${x[i]} ${y[i]}`,
      spot = spotOf.get(key);
    if (spot) spot.push(i);
    else spotOf.set(key, [i]);
  }
  const spots = [...spotOf.values()];
  const place = Int32Array.from(spots.keys());
  const root = (spot: number): number => {
    let at = spot;
    while (place[at] !== at) at = place[at] = place[place[at]];
    return at;
  };
  const pairs = closePairs(
    Float64Array.from(spots, ([row]) => x[row]),
    Float64Array.from(spots, ([row]) => y[row]),
    [PLACE_METRES],
    { closed: true },
  );
  for (let p = 0; p < spots.length; p++)
    for (let k = pairs.start[p]; k < pairs.start[p + 1]; k++) {
      const a = root(pairs.order[p]),
        b = root(pairs.order[pairs.partner[k]]);
      place[Math.max(a, b)] = Math.min(a, b);
    }
  const found = new Map<number, number[][]>();
  spots.forEach((rows, spot) => {
    const at = root(spot),
      there = found.get(at);
    if (there) there.push(rows);
    else found.set(at, [rows]);
  });
  return [...found.values()];
}
