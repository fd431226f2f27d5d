/** Reads GeoJSON text as polygons, saying exactly what is wrong where it is not. */
import type { MultiPolygon, Polygon } from "geojson";
import type { GridCollection, GridFeature } from "./collection.js";

/** What is wrong with the text, beginning with the feature and the field. */
export interface BadInput {
  readonly bad: string;
}

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
};

function badGeometry(geometry: unknown): string | null {
  if (typeof geometry !== "object" || geometry === null)
    return `geometry is ${short(geometry)}, expected a Polygon or MultiPolygon`;
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (type !== "Polygon" && type !== "MultiPolygon")
    return `geometry.type is ${short(type)}, expected "Polygon" or "MultiPolygon"`;
  if (!Array.isArray(coordinates) || coordinates.length === 0)
    return "geometry.coordinates is empty";
  const polygons: unknown[] = type === "Polygon" ? [coordinates] : coordinates;
  for (const [p, polygon] of polygons.entries()) {
    const at = type === "Polygon" ? "geometry.coordinates" : `geometry.coordinates[${p}]`;
    if (!Array.isArray(polygon) || polygon.length === 0) return `${at} has no ring`;
    for (const [r, ring] of (polygon as unknown[]).entries()) {
      if (!Array.isArray(ring) || ring.length === 0) return `${at}[${r}] is no ring`;
      for (const [i, place] of (ring as unknown[]).entries()) {
        if (!Array.isArray(place) || !Number.isFinite(place[0]) || !Number.isFinite(place[1]))
          return `${at}[${r}][${i}] is ${short(place)}, expected [longitude, latitude]`;
        const [lon, lat] = place as number[];
        if (Math.abs(lon) > 180 || Math.abs(lat) > 90)
          return (
            `${at}[${r}][${i}] is ${short(place)}, outside of longitude -180 to 180 and latitude ` +
            "-90 to 90 (degrees, WGS 84)"
          );
      }
      const first = ring[0] as number[],
        last = ring[ring.length - 1] as number[];
      if (first[0] !== last[0] || first[1] !== last[1])
        return `${at}[${r}] is not closed: it ends at ${short(last)} and begins at ${short(first)}`;
    }
  }
  return null;
}

/**
 * A FeatureCollection of polygons with distinct ids (`id`, else `properties.id`, else the feature's
 * number).
 */
export function parseGridCollection(text: string): GridCollection | BadInput {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return { bad: `not JSON: ${(error as Error).message}` };
  }
  const collection = json as { type?: unknown; features?: unknown } | null;
  if (
    typeof collection !== "object" ||
    collection === null ||
    collection.type !== "FeatureCollection"
  ) {
    return {
      bad:
        `type is ${short(collection && typeof collection === "object" ? collection.type : json)}` +
        ', expected "FeatureCollection"',
    };
  }
  if (!Array.isArray(collection.features)) return { bad: "features is missing, expected an array" };
  const seen = new Map<string, number>();
  for (const [i, feature] of (collection.features as unknown[]).entries()) {
    if (
      typeof feature !== "object" ||
      feature === null ||
      (feature as { type?: unknown }).type !== "Feature"
    )
      return { bad: `features[${i}] is ${short(feature)}, expected a Feature` };
    const { id, properties, geometry } = feature as GridFeature;
    const own = id ?? (properties?.id as unknown) ?? i;
    if (typeof own !== "string" && typeof own !== "number")
      return { bad: `features[${i}]: id is ${short(own)}, expected text or a number` };
    const before = seen.get(String(own));
    if (before !== undefined)
      return { bad: `features[${i}]: id '${own}' comes twice (first in features[${before}])` };
    seen.set(String(own), i);
    const bad = badGeometry(geometry);
    if (bad) return { bad: `feature '${own}' (features[${i}]): ${bad}` };
  }
  return json as GridCollection;
}

/** One outline: a geometry, a feature, or a collection whose polygons are taken together. */
export function parseBoundary(text: string): Polygon | MultiPolygon | BadInput {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return { bad: `not JSON: ${(error as Error).message}` };
  }
  const { type, geometry, features } = (json ?? {}) as {
    type?: unknown;
    geometry?: unknown;
    features?: unknown;
  };
  const found: unknown[] =
    type === "FeatureCollection" && Array.isArray(features)
      ? features.map((f) => (f as GridFeature | null)?.geometry)
      : [type === "Feature" ? geometry : json];
  if (found.length === 0) return { bad: "features is empty, expected the boundary's polygon" };
  for (const [i, one] of found.entries()) {
    const bad = badGeometry(one);
    if (bad) return { bad: type === "FeatureCollection" ? `features[${i}]: ${bad}` : bad };
  }
  const polygons = (found as (Polygon | MultiPolygon)[]).flatMap((g) =>
    g.type === "Polygon" ? [g.coordinates] : g.coordinates,
  );
  return polygons.length === 1
    ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}
