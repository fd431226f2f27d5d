import type { Feature, FeatureCollection, Polygon, Position } from "geojson";
import { destination } from "../state/area.js";

/**
 * A camera's view sector: heading and field of view in degrees, range in metres; null when any is
 * unknown.
 */
export function sectorOf(
  place: readonly number[],
  heading: unknown,
  fieldOfView: unknown,
  rangeM: unknown,
): Feature<Polygon> | null {
  if (
    typeof heading !== "number" ||
    typeof fieldOfView !== "number" ||
    typeof rangeM !== "number" ||
    fieldOfView <= 0 ||
    rangeM <= 0
  )
    return null;
  const steps = Math.max(4, Math.ceil(fieldOfView / 6));
  const arc: Position[] = Array.from({ length: steps + 1 }, (_, i) =>
    destination(
      place,
      rangeM,
      ((heading - fieldOfView / 2 + (i * fieldOfView) / steps) * Math.PI) / 180,
    ),
  );
  const ring =
    fieldOfView >= 360
      ? [...arc.slice(0, -1), arc[0]!]
      : [[place[0]!, place[1]!], ...arc, [place[0]!, place[1]!]];
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

/** As dark as sectors may get where any number of them lie on one another. */
export const DARKEST = 0.34;

/**
 * Gives each sector its opacity so that many on one another are never darker than `DARKEST`: one
 * that shares its box with n others takes the n-th part of it, in the sense in which transparent
 * sheets add up (1 - (1 - d)^(1/n)), and of k sheets at a place each has n >= k.
 */
export function shareTint(sectors: readonly Feature<Polygon>[]): Feature<Polygon>[] {
  const boxes = sectors.map((s) => {
    const ring = s.geometry.coordinates[0]!;
    const [xs, ys] = [ring.map((p) => p[0]!), ring.map((p) => p[1]!)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  });
  return sectors.map((sector, i) => {
    const [w, s, e, n] = boxes[i]!;
    const sharing = boxes.filter((b) => b[0] <= e && b[2] >= w && b[1] <= n && b[3] >= s).length;
    const opacity = Math.min(0.18, 1 - (1 - DARKEST) ** (1 / sharing));
    return { ...sector, properties: { opacity } };
  });
}

export const collection = (features: Feature[]): FeatureCollection => ({
  type: "FeatureCollection",
  features,
});
