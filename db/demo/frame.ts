import type { MultiLineString, MultiPolygon, Point, Position } from "geojson";
import { localProjection } from "../../geo/projection.js";
import { snapCoordinate } from "../../geo/snap.js";
import { idsOf } from "./ids.js";
import type { XY } from "./plane.js";

/**
 * No county has this code: GB/T 2260 gives 5107 (a real city) no county 99.
 * docs/decisions/demo-county.md.
 */
export const DEMO_COUNTY_ID = 510799;
export const ORIGIN: readonly [lon: number, lat: number] = [107.39, 29.71];
/** Asia/Shanghai has kept UTC+8 without summer time since 1992. */
export const CLOCK = 8 * 3_600_000;

/** ISO day `years` and `months` before another; the 29th of February becomes the 28th. */
export function dayBefore(today: string, years: number, months = 0): string {
  const [y, m, d] = today.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(y - years, m - months, 0)).getUTCDate();
  return new Date(Date.UTC(y - years, m - 1 - months, Math.min(d, last)))
    .toISOString()
    .slice(0, 10);
}

/** Where and when the county lies: what a plan in metres and local time needs to become rows. */
export interface Frame {
  seed: number;
  today: string;
  /** Local midnight of today, as if UTC, as all local times of the demonstration are. */
  end: number;
  /** The days on which its first grids came into force, and on which some were redrawn. */
  began: string;
  redrawn: string;
  /** An id of the county's first day, or of another moment. */
  id: (milliseconds?: number) => string;
  at: (p: XY) => Position;
  point: (p: XY) => Point;
  area: (ring: readonly XY[], holes?: readonly (readonly XY[])[]) => MultiPolygon;
  lines: (lines: readonly XY[][]) => MultiLineString;
}

/** Throws a RangeError for a day that is none. */
export function frameOf(seed: number, today: string): Frame {
  const end = Date.parse(`${today}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(today) || Number.isNaN(end))
    throw new RangeError(`today must be an ISO day, got ${today}`);
  const began = dayBefore(today, 3, 1),
    birth = Date.parse(`${began}T00:00:00Z`) - CLOCK,
    newId = idsOf(seed),
    projection = localProjection(...ORIGIN);
  const at = (p: XY): Position => {
    const [lon, lat] = projection.inverse(p[0], p[1]);
    return [snapCoordinate(lon), snapCoordinate(lat)];
  };
  const ring = (r: readonly XY[]): Position[] => {
    const open = r.map(at);
    return [...open, open[0]!];
  };
  return {
    seed,
    today,
    end,
    began,
    redrawn: dayBefore(today, 1),
    id: (milliseconds = birth) => newId(milliseconds),
    at,
    point: (p) => ({ type: "Point", coordinates: at(p) }),
    area: (r, holes = []) => ({
      type: "MultiPolygon",
      coordinates: [[ring(r), ...holes.map(ring)]],
    }),
    lines: (l) => ({ type: "MultiLineString", coordinates: l.map((line) => line.map(at)) }),
  };
}
