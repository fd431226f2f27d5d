/** Reads GeoJSON text as polygons, saying exactly what is wrong where it is not. */
import type { MultiPolygon, Polygon } from "geojson";
import type { GridCollection, GridFeature } from "./collection.js";
import { type InputSaid, said } from "./input-phrases.js";

/** What is wrong with the text, from the outside in: the feature, then the fault in it. */
export interface BadInput {
  readonly bad: readonly InputSaid[];
}

const cutShort = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}...` : text);
const json = (value: unknown): string => cutShort(JSON.stringify(value));
const given = (value: unknown) => ({ given: value === undefined ? null : json(value) });

function badGeometry(geometry: unknown): InputSaid | null {
  if (typeof geometry !== "object" || geometry === null)
    return said("no-geometry", given(geometry));
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (type !== "Polygon" && type !== "MultiPolygon") return said("wrong-geometry", given(type));
  if (!Array.isArray(coordinates) || coordinates.length === 0) return said("no-coordinates", {});
  const polygons: unknown[] = type === "Polygon" ? [coordinates] : coordinates;
  for (const [p, polygon] of polygons.entries()) {
    const at = type === "Polygon" ? "geometry.coordinates" : `geometry.coordinates[${p}]`;
    if (!Array.isArray(polygon) || polygon.length === 0) return said("no-ring", { at });
    for (const [r, ring] of (polygon as unknown[]).entries()) {
      const atRing = `${at}[${r}]`;
      if (!Array.isArray(ring) || ring.length === 0) return said("not-a-ring", { at: atRing });
      for (const [i, place] of (ring as unknown[]).entries()) {
        if (!Array.isArray(place) || !Number.isFinite(place[0]) || !Number.isFinite(place[1]))
          return said("not-a-place", { at: `${atRing}[${i}]`, ...given(place) });
        const [lon, lat] = place as number[];
        if (Math.abs(lon) > 180 || Math.abs(lat) > 90)
          return said("off-the-earth", { at: `${atRing}[${i}]`, ...given(place) });
      }
      const first = ring[0] as number[],
        last = ring[ring.length - 1] as number[];
      if (first[0] !== last[0] || first[1] !== last[1])
        return said("not-closed", { at: atRing, first: json(first), last: json(last) });
    }
  }
  return null;
}

function parseJson(text: string): { value: unknown } | BadInput {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, "")) };
  } catch (error) {
    return { bad: [said("not-json", { problem: (error as Error).message })] };
  }
}

/**
 * A FeatureCollection of polygons with distinct ids (`id`, else `properties.id`, else the feature's
 * number).
 */
export function parseGridCollection(text: string): GridCollection | BadInput {
  const parsed = parseJson(text);
  if ("bad" in parsed) return parsed;
  const { value } = parsed;
  const collection = value as { type?: unknown; features?: unknown } | null;
  if (
    typeof collection !== "object" ||
    collection === null ||
    collection.type !== "FeatureCollection"
  ) {
    const type = collection && typeof collection === "object" ? collection.type : value;
    return { bad: [said("not-a-collection", given(type))] };
  }
  if (!Array.isArray(collection.features)) return { bad: [said("no-features", {})] };
  const seen = new Map<string, number>();
  for (const [i, feature] of (collection.features as unknown[]).entries()) {
    const here = said("in-feature-number", { number: i });
    if (
      typeof feature !== "object" ||
      feature === null ||
      (feature as { type?: unknown }).type !== "Feature"
    )
      return { bad: [here, said("not-a-feature", given(feature))] };
    const { id, properties, geometry } = feature as GridFeature;
    const own = id ?? (properties?.id as unknown) ?? i;
    if (typeof own !== "string" && typeof own !== "number")
      return { bad: [here, said("bad-id", given(own))] };
    const before = seen.get(String(own));
    if (before !== undefined)
      return { bad: [here, said("id-comes-twice", { id: own, first: before })] };
    seen.set(String(own), i);
    const bad = badGeometry(geometry);
    if (bad) return { bad: [said("in-feature", { number: i, id: own }), bad] };
  }
  return value as GridCollection;
}

/** One outline: a geometry, a feature, or a collection whose polygons are taken together. */
export function parseBoundary(text: string): Polygon | MultiPolygon | BadInput {
  const parsed = parseJson(text);
  if ("bad" in parsed) return parsed;
  const { value } = parsed;
  const { type, geometry, features } = (value ?? {}) as {
    type?: unknown;
    geometry?: unknown;
    features?: unknown;
  };
  const found: unknown[] =
    type === "FeatureCollection" && Array.isArray(features)
      ? features.map((f) => (f as GridFeature | null)?.geometry)
      : [type === "Feature" ? geometry : value];
  if (found.length === 0) return { bad: [said("no-boundary", {})] };
  for (const [i, one] of found.entries()) {
    const bad = badGeometry(one);
    if (!bad) continue;
    const inFeature = said("in-feature-number", { number: i });
    return { bad: type === "FeatureCollection" ? [inFeature, bad] : [bad] };
  }
  const polygons = (found as (Polygon | MultiPolygon)[]).flatMap((g) =>
    g.type === "Polygon" ? [g.coordinates] : g.coordinates,
  );
  return polygons.length === 1
    ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}
