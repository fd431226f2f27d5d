import type { Geometry, Position } from "geojson";

/** Where a name stands: in the middle of the widest stretch on the line through the middle. */
export function middleOf(geometry: Geometry): Position | null {
  const polygons =
    geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.type === "MultiPolygon"
        ? geometry.coordinates
        : [];
  const [rings] = polygons.toSorted((a, b) => b[0]!.length - a[0]!.length);
  if (!rings) return null;
  const lats = rings[0]!.map(([, lat]) => lat!);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const crossings = rings
    .flatMap((ring) =>
      ring.slice(1).flatMap(([bx, by], i) => {
        const [ax, ay] = ring[i]!;
        return ay! > lat === by! > lat ? [] : [ax! + ((lat - ay!) / (by! - ay!)) * (bx! - ax!)];
      }),
    )
    .sort((a, b) => a - b);
  let best: Position | null = null;
  let width = 0;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from, to] = [crossings[i]!, crossings[i + 1]!];
    if (to - from <= width) continue;
    width = to - from;
    best = [(from + to) / 2, lat];
  }
  return best;
}
