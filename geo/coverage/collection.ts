/** A coverage as GeoJSON: one feature a grid. */
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";
import type { GridId } from "./edge.js";

export type GridFeature = Feature<Polygon | MultiPolygon>;
export type GridCollection = FeatureCollection<Polygon | MultiPolygon>;

/**
 * The identity of a feature: its id, as text; else the `id` among its properties; else its place in
 * the file.
 */
export function gridIdOf(feature: Feature, index: number): GridId {
  return String(feature.id ?? feature.properties?.id ?? index);
}
