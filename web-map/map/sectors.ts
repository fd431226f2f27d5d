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

export const collection = (features: Feature[]): FeatureCollection => ({
  type: "FeatureCollection",
  features,
});
