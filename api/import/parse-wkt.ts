import type { Geometry, Position } from "geojson";

const TYPES: Record<
  string,
  { type: Exclude<Geometry["type"], "GeometryCollection">; depth: number }
> = {
  POINT: { type: "Point", depth: 0 },
  LINESTRING: { type: "LineString", depth: 1 },
  POLYGON: { type: "Polygon", depth: 2 },
  MULTIPOINT: { type: "MultiPoint", depth: 1 },
  MULTILINESTRING: { type: "MultiLineString", depth: 2 },
  MULTIPOLYGON: { type: "MultiPolygon", depth: 3 },
};

/** The coordinate system that extended well-known text names before its geometry. */
export const sridOf = (text: string): string | null =>
  /^\s*SRID\s*=\s*(\d+)\s*;/i.exec(text)?.[1] ?? null;

/**
 * Well-known text (OGC 06-103r4 section 7; `SRID=…;` before it and Z or M values are read over,
 * whether spelt `POLYGON Z (`, `PolygonZ(` or `POLYGON25D (`) as GeoJSON; null when it is not such
 * a text. Written here because the one library for it in common use is unkept since
 * 2021.
 */
export function parseWkt(text: string): Geometry | null {
  const head =
    /^\s*(?:SRID\s*=\s*\d+\s*;)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON))\s*(?:ZM|Z|M|25D)?\s*(?=\()/i.exec(
      text,
    );
  const known = head && TYPES[head[1]!.toUpperCase()];
  if (!head || !known) return null;
  const nested = text.slice(head[0].length).trim();
  // Numbers and commas become JSON: every tuple of numbers an array, every bracket an array.
  if (!/^[\s()\d.,eE+-]+$/.test(nested)) return null;
  const json = nested
    .replace(
      /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:\s+[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)+/g,
      (tuple) => JSON.stringify(tuple.split(/\s+/).slice(0, 2).map(Number)),
    )
    .replaceAll("(", "[")
    .replaceAll(")", "]");
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const coordinates =
    known.type === "Point"
      ? (value as unknown[])[0]
      : known.type === "MultiPoint"
        ? flatPoints(value)
        : value;
  return depthOf(coordinates) === known.depth
    ? ({ type: known.type, coordinates } as Geometry)
    : null;
}

/** MULTIPOINT may be written with or without brackets around each point. */
const flatPoints = (value: unknown): unknown =>
  Array.isArray(value) && Array.isArray(value[0]) && Array.isArray(value[0][0])
    ? (value as Position[][]).map((p) => p[0])
    : value;

function depthOf(value: unknown): number {
  if (!Array.isArray(value)) return Number.NaN;
  return typeof value[0] === "number" ? 0 : 1 + depthOf(value[0]);
}
