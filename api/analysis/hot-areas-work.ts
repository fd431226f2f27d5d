// Work for a thread: a map of hot spots by grids or villages, from what SQL counted.
import {
  type AreaHotSpots,
  type AreasOptions,
  holdersOf,
  hotSpotsOfAreas,
} from "../../geo/hotspots/index.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import type { AreasAt } from "./hot-outlines.js";
import { barriersIn, type GroundTask, type Homes, projected, type Shape } from "./hot-plane.js";
import type { HotAnswer } from "./hot-spots-work.js";

/** Areas in columns, in the order of their codes. */
export interface AreasTask extends GroundTask {
  areas: AreasAt;
  /** A point inside each, degrees. */
  lon: Float64Array;
  lat: Float64Array;
  counts: Float64Array;
  /** All incidents that were asked for, those in no area too. */
  total: number;
}

/** As of rates of groups (denominators.ts). */
const FEW_HOUSEHOLDS = 20;

export function mapAreas(task: AreasTask): HotAnswer {
  const plane = localProjection(...task.origin);
  const shapes = task.areas.shapes.map((text) => projected(text, plane));
  const points = Array.from(task.lon, (lon, i) => plane.forward(lon, task.lat[i]!));
  const options: AreasOptions = {
    mask: maskOf(task, shapes, points, plane),
    maskSaid: task.mask.said,
    barriers: barriersIn(task.barriers, plane),
  };
  if (task.homes) {
    options.denominator = homesIn(shapes, task.homes, plane);
    options.leastDenominator = FEW_HOUSEHOLDS;
  }
  const map = hotSpotsOfAreas({ shapes, points }, task.counts, task.total, options);
  return answerOf(map, task.areas);
}

/** Areas whose point lies in the ground that is asked for, and those where something happened. */
function maskOf(
  { mask, counts }: AreasTask,
  shapes: readonly Shape[],
  points: readonly (readonly [number, number])[],
  plane: Projection,
): Uint8Array {
  const of = (k: 0 | 1) => Float64Array.from(points, (point) => point[k]);
  const [x, y] = [of(0), of(1)];
  const ground =
    mask.shapes.length > 0
      ? mask.shapes.map((text) => projected(text, plane))
      : boxAround(shapes.filter((_, i) => counts[i]! > 0));
  const holders = holdersOf(ground, x, y);
  return Uint8Array.from(counts, (count, i) => (count > 0 || holders[i]! >= 0 ? 1 : 0));
}

function boxAround(shapes: readonly Shape[]): Shape[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { type, coordinates } of shapes)
    for (const ring of type === "Polygon" ? coordinates : coordinates.flat())
      for (const [x, y] of ring) {
        [west, east] = [Math.min(west, x!), Math.max(east, x!)];
        [south, north] = [Math.min(south, y!), Math.max(north, y!)];
      }
  if (west > east) return [];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return [{ type: "Polygon", coordinates: [ring] }];
}

function homesIn(shapes: readonly Shape[], homes: Homes, { forward }: Projection): Float64Array {
  const places = Array.from(homes.lon, (lon, k) => forward(lon, homes.lat[k]!));
  const of = (k: 0 | 1) => Float64Array.from(places, (place) => place[k]);
  const held = new Float64Array(shapes.length);
  holdersOf(shapes, of(0), of(1)).forEach((area, k) => {
    if (area >= 0) held[area]! += homes.households[k]!;
  });
  return held;
}

function answerOf(
  { members, counts, bin, record, ...map }: AreaHotSpots,
  { ids, names, shapes }: AreasAt,
): HotAnswer {
  const tells = (i: number): boolean => counts[i]! > 0 || bin[i] !== 0;
  const order = Uint32Array.from(members.keys()).sort(
    (a, b) =>
      Number(tells(b)) - Number(tells(a)) ||
      bin[b]! - bin[a]! ||
      (map.rate ?? counts)[b]! - (map.rate ?? counts)[a]! ||
      a - b,
  );
  const of = (values: Float64Array) => Float64Array.from(order, (i) => values[i]!);
  const named = (values: readonly string[]) => Array.from(order, (i) => values[members[i]!]!);
  return {
    telling: order.reduce((n, i) => n + (tells(i) ? 1 : 0), 0),
    at: { ids: named(ids), names: named(names), shapes: named(shapes) },
    ...{ count: of(counts), z: of(map.z), p: of(map.p), fdr: of(map.q) },
    bin: Int8Array.from(order, (i) => bin[i]!),
    reason: Uint8Array.from(order, (i) => map.reason[i]!),
    ...{ stable: null, stableMetres: null, rate: map.rate && of(map.rate), record },
  };
}
