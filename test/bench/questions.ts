import type { Polygon } from "geojson";

/** Three months, as a person asks for them. */
export const FROM = "2026-06-01T00:00:00+08:00";
export const TO = "2026-09-01T00:00:00+08:00";

/** A drawn shape around a point of the county: so many corners, `degrees` across. */
export function drawn(
  [lon, lat]: readonly [number, number],
  degrees: number,
  corners = 7,
): Polygon {
  const ring = Array.from({ length: corners }, (_, i) => {
    const angle = (i / corners) * 2 * Math.PI;
    const reach = (degrees / 2) * (1 + 0.2 * Math.sin(3 * angle));
    const round = (v: number) => Number(v.toFixed(7));
    return [round(lon + reach * Math.cos(angle)), round(lat + 0.87 * reach * Math.sin(angle))];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

export const TOWN = [107.3925, 29.7095] as const;
/** Half of the county's incidents happen in it. */
export const CENTRE = drawn(TOWN, 0.02);

export const EIGHT = "id title category level status occurredFrom address geometry";
export const IN_AREA = "filter: { area: { polygon: $area }, from: $from, to: $to }";
export const VARIABLES = "$area: GeoJSON!, $from: Instant!, $to: Instant!";
export const LIST = `query List(${VARIABLES}, $first: Int!) {
  incidents(first: $first, ${IN_AREA}) { nodes { ${EIGHT} } } }`;
