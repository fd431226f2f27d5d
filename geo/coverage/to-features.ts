/** The model as polygons. */
import type { MultiPolygon, Polygon, Position } from "geojson";
import { lower } from "./chains.js";
import type { GridCollection, GridFeature } from "./collection.js";
import { type GridId, nodeKey, toPosition } from "./edge.js";
import type { Coverage, Face, Ring } from "./model.js";
import { shapeOf } from "./shape.js";

/**
 * All grids as polygons, in the order in which they came: RFC 7946 orientation, rings beginning
 * where the input's did
 * (else at their lowest vertex), so that what was not edited comes back as it was.
 */
export function toFeatureCollection(
  coverage: Coverage,
  ids: Iterable<GridId> = coverage.faces.keys(),
): GridCollection {
  const features: GridFeature[] = [];
  for (const id of ids) features.push(toFeature(coverage, id));
  return { type: "FeatureCollection", features };
}

/** One grid as a feature. Throws when there is no such grid. */
export function toFeature(coverage: Coverage, id: GridId): GridFeature {
  const face = coverage.faces.get(id);
  if (!face) throw new Error(`There is no grid ${id} in the coverage (9a0de1c3)`);
  return {
    type: "Feature",
    id,
    properties: { ...face.properties },
    geometry: gridGeometry(coverage, face),
  };
}

export function gridGeometry(coverage: Coverage, face: Face): Polygon | MultiPolygon {
  const hints = coverage.ringStarts.get(face.id);
  const order = new Map<string, number>();
  if (hints)
    for (let i = hints.length - 2; i >= 0; i -= 2) order.set(nodeKey(hints[i], hints[i + 1]), i);
  const turned = (ring: Ring): { rank: number; x: number; y: number; line: Position[] } => {
    const { xy } = ring;
    const n = xy.length - 2;
    let start = 0,
      rank = Infinity;
    for (let i = 0; i < n; i += 2) {
      const hinted = order.size > 0 ? order.get(nodeKey(xy[i], xy[i + 1])) : undefined;
      if (hinted !== undefined && hinted < rank) {
        rank = hinted;
        start = i;
      } else if (rank === Infinity && lower(xy[i], xy[i + 1], xy[start], xy[start + 1])) start = i;
    }
    const line: Position[] = [];
    for (let i = 0; i <= n; i += 2)
      line.push(toPosition(xy[(start + i) % n], xy[((start + i) % n) + 1]));
    return { rank, x: xy[start], y: xy[start + 1], line };
  };
  const byRank = (
    a: { rank: number; x: number; y: number },
    b: { rank: number; x: number; y: number },
  ): number => (a.rank === b.rank ? a.x - b.x || a.y - b.y : a.rank - b.rank);
  const polygons = shapeOf(coverage, face)
    .parts.map(({ shell, holes }) => {
      const outer = turned(shell);
      return {
        ...outer,
        rings: [
          outer.line,
          ...holes
            .map(turned)
            .sort(byRank)
            .map((h) => h.line),
        ],
      };
    })
    .sort(byRank);
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0].rings };
  return { type: "MultiPolygon", coordinates: polygons.map((p) => p.rings) };
}
