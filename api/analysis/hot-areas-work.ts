// Work for a thread: a map of hot spots by grids or villages, from what SQL counted.
import {
  type AreaHotSpots,
  type AreasOptions,
  holdersOf,
  hotSpotsOfAreas,
} from "../../geo/hotspots/index.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import type { AreasAt } from "./hot-outlines.js";
import { barriersIn, type GroundTask, projected, type Shape } from "./hot-plane.js";
import { type HotAnswer, LEAST_INCIDENTS, NO_RATE, ratesBy } from "./hot-spots-work.js";
import { type Chosen, chosenOf, type Exposure, type Statistic } from "./rate-choice.js";

/** Areas in columns, in the order of their codes. */
export interface AreasTask extends GroundTask {
  areas: AreasAt;
  /** A point inside each, degrees. */
  lon: Float64Array;
  lat: Float64Array;
  counts: Float64Array;
  /** All incidents that were asked for, those in no area too. */
  total: number;
  /** Null: what is offered first that has enough of the incidents (rate-choice.ts). */
  statistic: Statistic | null;
  exposed: readonly ExposedAreas[];
}

/** What incidents can be related to in each area; null: not for who asks. */
export interface ExposedAreas {
  rate: Exposure["statistic"];
  amount: Float64Array | null;
}

/** As of rates of groups (denominators.ts): households, kilometres. */
const LEAST = { EB_RATE: 20, EB_STREETS: 0.1 } as const;

export function mapAreas(task: AreasTask): HotAnswer {
  const plane = localProjection(...task.origin);
  const shapes = task.areas.shapes.map((text) => projected(text, plane));
  const points = Array.from(task.lon, (lon, i) => plane.forward(lon, task.lat[i]!));
  const mask = maskOf(task, shapes, points, plane);
  const offered = task.exposed.map(
    ({ rate, amount }): Exposure => ({ statistic: rate, amount, least: LEAST[rate] }),
  );
  const chosen = chosenOf(task.statistic, offered, task.counts, mask);
  const options: AreasOptions = {
    mask,
    maskSaid: task.mask.said,
    leastIncidents: LEAST_INCIDENTS,
    barriers: barriersIn(task.barriers, plane),
    ...(chosen.exposure && ratesBy(chosen.exposure, shapes.length)),
  };
  const map = hotSpotsOfAreas({ shapes, points }, task.counts, task.total, options);
  return answerOf(map, task, mask, chosen);
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

/** Areas of the map, and those with incidents that no rate tells of: they add up to all. */
function answerOf(
  { members, bin, record, ...map }: AreaHotSpots,
  { areas: { ids, names, shapes }, counts, total }: AreasTask,
  mask: Uint8Array,
  { statistic, warnings }: Chosen,
): HotAnswer {
  const slots = new Map(Array.from(members, (area, slot) => [area, slot]));
  const listed = Array.from(counts.keys()).filter(
    (area) => slots.has(area) || (mask[area] === 1 && counts[area]! > 0),
  );
  const at = (values: ArrayLike<number>, area: number, none: number): number => {
    const slot = slots.get(area);
    return slot === undefined ? none : values[slot]!;
  };
  const tells = (area: number): boolean => counts[area]! > 0 || at(bin, area, 0) !== 0;
  const weight = (area: number): number => (map.rate ? at(map.rate, area, 0) : counts[area]!);
  const order = listed.sort(
    (a, b) =>
      Number(tells(b)) - Number(tells(a)) ||
      at(bin, b, 0) - at(bin, a, 0) ||
      weight(b) - weight(a) ||
      a - b,
  );
  const of = (values: Float64Array, none: number) =>
    Float64Array.from(order, (area) => at(values, area, none));
  const named = (values: readonly string[]) => order.map((area) => values[area]!);
  return {
    ...{ statistic, counted: total },
    telling: order.reduce((n, area) => n + (tells(area) ? 1 : 0), 0),
    at: { ids: named(ids), names: named(names), shapes: named(shapes) },
    count: Float64Array.from(order, (area) => counts[area]!),
    ...{ z: of(map.z, 0), p: of(map.p, 1), fdr: of(map.q, 1) },
    bin: Int8Array.from(order, (area) => at(bin, area, 0)),
    reason: Uint8Array.from(order, (area) => at(map.reason, area, NO_RATE)),
    ...{ stable: null, stableMetres: null, rate: map.rate && of(map.rate, 0) },
    record: { ...record, warnings: [...record.warnings, ...warnings] },
  };
}
