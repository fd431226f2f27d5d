/**
 * What a grid's border runs along, so that it can be told in words: named streets and waters from
 * one to the next, and the places at which it turns from one into another.
 */
import Flatbush from "flatbush";
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import { boundsOf } from "../geometry.js";
import { localMetric } from "./metric.js";
import { linesOf, polygonsOf } from "./propose/metric.js";

/** Metres between places of the border that are asked what runs there. */
const STEP = 10;
/** Metres within which a border runs along a line, and cosine of the widest angle between them. */
const ALONG = 15,
  PARALLEL = Math.cos(Math.PI / 6);
/** Degrees about a grid within which lines are looked at. */
const NEAR = 0.0005;
/** Metres within which a border turns at a place. */
const AT_PLACE = 40;
/** Metres of a stretch that is worth a word. Longer borders are told in wider strokes. */
const WORTH = [40, 80, 160, 320];
/** A sentence of more stretches is not followed. */
const MOST_LEGS = 8;

export interface NamedLine {
  readonly name: string;
  readonly geometry: LineString | MultiLineString;
}

export interface NamedPlace {
  readonly name: string;
  readonly at: Position;
}

export interface BorderLeg {
  /** Null: along nothing that has a name. */
  readonly along: string | null;
  readonly metres: number;
  /** The place at which it ends; null: one without a name. */
  readonly to: string | null;
}

export interface BorderCourse {
  /** The place it begins and ends at; null: one without a name. */
  readonly start: string | null;
  /** Clockwise. */
  readonly legs: readonly BorderLeg[];
}

type Place = readonly [x: number, y: number];

interface Stretch {
  along: string | null;
  metres: number;
  from: Place;
}

/** The course of the outer border of a grid's largest part. All geometry in EPSG:4326. */
export function borderCourse(
  geometry: Polygon | MultiPolygon,
  lines: readonly NamedLine[],
  places: readonly NamedPlace[],
): BorderCourse {
  const [lon, lat] = polygonsOf(geometry)[0]![0]![0]!;
  const metric = localMetric(lon!, lat!);
  const placed = (p: Position): Place => metric.forward(p[0]!, p[1]!);
  const ring = clockwise(polygonsOf(geometry).map(([outer]) => outer!.map(placed)));
  const [west, south, east, north] = boundsOf(geometry);
  const isNear = (part: Position[]): boolean => {
    const [w, s, e, n] = boundsOf({ type: "LineString", coordinates: part });
    return w <= east + NEAR && e >= west - NEAR && s <= north + NEAR && n >= south - NEAR;
  };
  const lineAt = named(
    lines.map(({ name, geometry }) => {
      const parts = linesOf(geometry).filter(isNear);
      return { name, parts: parts.map((line) => line.map(placed)) };
    }),
  );
  const stretches = inWideStrokes(stretchesOf(ring, lineAt));
  const turns = places.map(({ name, at }) => ({ name, at: placed(at) }));
  const placeAt = ([x, y]: Place): string | null => {
    let best: string | null = null,
      least = AT_PLACE;
    for (const { name, at } of turns) {
      const far = Math.hypot(at[0] - x, at[1] - y);
      if (far < least) [best, least] = [name, far];
    }
    return best;
  };
  const ends = stretches.map(({ from }) => placeAt(from));
  const longest = Math.max(...stretches.map((s) => s.metres));
  const begin = Math.max(
    ends.findIndex((end) => end !== null),
    ends.every((end) => end === null) ? stretches.findIndex((s) => s.metres === longest) : 0,
  );
  const turned = <T>(list: readonly T[]): T[] => [...list.slice(begin), ...list.slice(0, begin)];
  const tos = turned(ends);
  return {
    start: tos[0]!,
    legs: turned(stretches).map(({ along, metres }, i) => ({
      ...{ along, metres: Math.round(metres) },
      to: tos[(i + 1) % tos.length]!,
    })),
  };
}

function areaOf(ring: readonly Place[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++)
    sum += ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1];
  return sum / 2;
}

function clockwise(rings: readonly Place[][]): Place[] {
  const widest = rings.reduce((a, b) => (Math.abs(areaOf(b)) > Math.abs(areaOf(a)) ? b : a));
  return areaOf(widest) > 0 ? [...widest].reverse() : widest;
}

type LineAt = (x: number, y: number, dx: number, dy: number) => string | null;

/** The nearest line that runs the same way. */
function named(lines: readonly { name: string; parts: readonly Place[][] }[]): LineAt {
  const segments = lines.flatMap(({ name, parts }) =>
    parts.flatMap((part) => part.slice(1).map((b, i) => ({ name, a: part[i]!, b }))),
  );
  if (segments.length === 0) return () => null;
  const tree = new Flatbush(segments.length);
  for (const { a, b } of segments)
    tree.add(
      Math.min(a[0], b[0]),
      Math.min(a[1], b[1]),
      Math.max(a[0], b[0]),
      Math.max(a[1], b[1]),
    );
  tree.finish();
  return (x, y, dx, dy) => {
    let best: string | null = null,
      least = ALONG;
    for (const i of tree.search(x - ALONG, y - ALONG, x + ALONG, y + ALONG)) {
      const { name, a, b } = segments[i]!;
      const [ux, uy] = [b[0] - a[0], b[1] - a[1]];
      const length = Math.hypot(ux, uy);
      if (length === 0 || Math.abs(ux * dx + uy * dy) < PARALLEL * length) continue;
      const t = Math.min(1, Math.max(0, ((x - a[0]) * ux + (y - a[1]) * uy) / length ** 2));
      const far = Math.hypot(x - a[0] - t * ux, y - a[1] - t * uy);
      if (far < least || (far === least && (best === null || name < best)))
        [best, least] = [name, far];
    }
    return best;
  };
}

function stretchesOf(ring: readonly Place[], lineAt: LineAt): Stretch[] {
  const out: Stretch[] = [];
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    const [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.hypot(ux, uy);
    const steps = Math.ceil(length / STEP);
    for (let k = 0; k < steps; k++) {
      const at = (t: number): Place => [a[0] + (t / steps) * ux, a[1] + (t / steps) * uy];
      const along = lineAt(...at(k + 0.5), ux / length, uy / length);
      out.push({ along, metres: length / steps, from: at(k) });
    }
  }
  return joined(out);
}

/** Neighbours along the same become one, the last and the first too. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const next of stretches) {
    const last = out.at(-1);
    if (last?.along === next.along) last!.metres += next.metres;
    else out.push({ ...next });
  }
  const [first, last] = [out[0]!, out.at(-1)!];
  if (out.length > 1 && first.along === last.along) {
    out[0] = { ...last, metres: last.metres + first.metres };
    out.pop();
  }
  return out;
}

/** What is too short for a word is told with its longer neighbour. */
function inWideStrokes(stretches: readonly Stretch[]): Stretch[] {
  let out = [...stretches];
  for (const worth of WORTH) {
    if (worth !== WORTH[0] && out.length <= MOST_LEGS) break;
    while (out.length > 1) {
      const metres = out.map((s) => s.metres);
      const i = metres.indexOf(Math.min(...metres));
      if (metres[i]! >= worth) break;
      const [before, after] = [out.at(i - 1)!, out[(i + 1) % out.length]!];
      const along = (after.metres > before.metres ? after : before).along;
      out = joined(out.map((s, k) => (k === i ? { ...s, along } : s)));
    }
  }
  return out;
}
