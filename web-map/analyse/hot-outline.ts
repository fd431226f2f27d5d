import type { MultiPolygon, Polygon, Position } from "geojson";
import { partsOf } from "../../geo/geometry.js";

/** Six digits are a decimetre: corners of neighbours agree to that. */
const keyOf = ([lon, lat]: Position) => `${lon!.toFixed(6)},${lat!.toFixed(6)}`;

/** The outline of cells that lie side by side: the edges that only one of them has. */
export function outlineOf(cells: readonly (Polygon | MultiPolygon)[]): Position[][] {
  const edges = new Map<string, Position[] | null>();
  for (const cell of cells)
    for (const ring of partsOf(cell).flat())
      for (let i = 1; i < ring.length; i++) {
        const edge = [ring[i - 1]!, ring[i]!];
        const key = edge.map(keyOf).sort().join(" ");
        edges.set(key, edges.has(key) ? null : edge);
      }
  return [...edges.values()].filter((edge) => edge !== null);
}
