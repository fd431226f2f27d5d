import { findNearestNeighbours } from "./nearest-neighbours.js";
import type { Survey } from "./survey.js";

/** A group to be put in order, by household numbers. */
type Members = ArrayLike<number>;

/**
 * The order in which groups are numbered: area by area as the areas come from north to south, and
 * within an area in bands from north to south, west first in a band, as grids are numbered
 * (DB6101/T 3185-2024). A group within one building stands where the building does, so that a
 * building's groups follow each other stair by stair, floor by floor.
 *
 * @returns positions in `groups`.
 */
export function orderGroups(survey: Survey, groups: readonly Members[]): number[] {
  const places = groups.map((members, at) => placeOf(survey, members, at));
  const buildings = new Map<string, Place[]>();
  for (const place of places)
    if (place.building !== undefined) append(buildings, place.building, place);
  for (const list of buildings.values()) {
    const x = mean(list.map((p) => p.x)),
      y = mean(list.map((p) => p.y));
    for (const place of list) Object.assign(place, { x, y });
  }
  const areas = new Map<string, Place[]>();
  for (const place of places) append(areas, place.area, place);
  return [...areas.values()]
    .sort((a, b) => mean(b.map((p) => p.y)) - mean(a.map((p) => p.y)) || a[0].at - b[0].at)
    .flatMap(inBands)
    .map((p) => p.at);
}

interface Place {
  at: number;
  x: number;
  y: number;
  area: string;
  building: string | undefined;
  stair: string;
  floor: number;
}

function placeOf({ input, x, y }: Survey, members: Members, at: number): Place {
  const list = Array.from(members);
  const homes = list.map((i) => input.households[i]);
  const [first] = homes;
  return {
    at,
    x: mean(list.map((i) => x[i])),
    y: mean(list.map((i) => y[i])),
    area: first.area ?? "",
    building: homes.every((h) => h.building === first.building) ? first.building : undefined,
    stair: homes.map((h) => h.stair ?? "").reduce((a, b) => (b < a ? b : a)),
    floor: mean(homes.map((h) => h.floor ?? 0)),
  };
}

/** Bands as high as a group is typically away from the next (the median). */
function inBands(places: Place[]): Place[] {
  const xs = Float64Array.from(places, (p) => p.x),
    ys = Float64Array.from(places, (p) => p.y);
  const { start, ids } = findNearestNeighbours(xs, ys, 2);
  const steps = places
    .map((_, k) =>
      Array.from(ids.subarray(start[k], start[k + 1]), (j) =>
        Math.hypot(xs[k] - xs[j], ys[k] - ys[j]),
      ).reduce((least, d) => (d > 0 ? Math.min(least, d) : least), Infinity),
    )
    .filter((d) => d < Infinity)
    .sort((p, q) => p - q);
  const band = Math.max(1, steps[steps.length >> 1] ?? 1);
  const north = ys.reduce((p, q) => Math.max(p, q), -Infinity);
  const row = (p: Place): number => Math.floor((north - p.y) / band);
  return places.sort(
    (a, b) =>
      row(a) - row(b) ||
      a.x - b.x ||
      b.y - a.y ||
      a.stair.localeCompare(b.stair, "en", { numeric: true }) ||
      a.floor - b.floor ||
      a.at - b.at,
  );
}

const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
