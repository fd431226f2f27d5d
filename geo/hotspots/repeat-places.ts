import { sameLength } from "./check.js";
import { type Computed, NO_INFERENCE } from "./record.js";

export interface RepeatPlace {
  readonly place: string;
  readonly incidents: number;
  readonly rows: readonly number[];
}

/** How many places had exactly so many incidents, and what share of all incidents fell on them. */
export interface RepeatClass {
  readonly incidents: number;
  readonly places: number;
  readonly share: number;
}

/**
 * Repeat places: the places with two incidents or more, most first, and the table of how many had
 * how many. A place is a household or
 * building id when known (not null), else the coordinates rounded to a metre.
 */
export function repeatPlaces(
  x: Float64Array,
  y: Float64Array,
  place: readonly (string | null)[] | null = null,
): { places: readonly RepeatPlace[]; classes: readonly RepeatClass[]; record: Computed } {
  sameLength("y", x.length, y.length);
  if (place) sameLength("place", x.length, place.length);
  const groups = new Map<string, number[]>();
  for (let i = 0; i < x.length; i++) {
    const key = place?.[i] ?? `${Math.round(x[i])}, ${Math.round(y[i])}`,
      rows = groups.get(key);
    if (rows) rows.push(i);
    else groups.set(key, [i]);
  }
  const bySize = new Map<number, number>();
  for (const rows of groups.values()) bySize.set(rows.length, (bySize.get(rows.length) ?? 0) + 1);
  const classes = [...bySize]
    .sort((a, b) => a[0] - b[0])
    .map(([incidents, places]) => ({ incidents, places, share: (incidents * places) / x.length }));
  const places = [...groups]
    .filter(([, rows]) => rows.length > 1)
    .sort((a, b) => b[1].length - a[1].length)
    .map(([name, rows]) => ({ place: name, incidents: rows.length, rows }));
  return {
    places,
    classes,
    record: {
      method: "repeat-places",
      n: x.length,
      parameters: { places: groups.size, by: place ? "number-or-metre" : "metre" },
      inference: NO_INFERENCE,
      warnings: [],
    },
  };
}
