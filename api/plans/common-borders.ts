import type { MultiLineString } from "geojson";
import { toPosition } from "../../geo/coverage/edge.js";
import { formatId } from "../core/identifier.js";
import type { PlanGridRow } from "./plan.queries.js";
import { coverageOf } from "./plan-coverage.js";

/**
 * Where two grids of a plan border on each other, pair by pair (GraphQL's ids), EPSG:4326; null:
 * nowhere, or one of them is not in the plan, or their polygons are no coverage.
 */
export function commonBorders(
  county: number,
  rows: readonly PlanGridRow[],
  pairs: readonly (readonly [string, string])[],
): (MultiLineString | null)[] {
  const named = new Set(pairs.flat());
  const beside = rows.filter(({ gridId }) => named.has(formatId(county, gridId)));
  const coverage = coverageOf(county, beside);
  return pairs.map(([one, other]) => {
    const face = coverage?.faces.get(one);
    if (!face) return null;
    const coordinates = [...face.edges].flatMap((id) => {
      const { left, right, xy } = coverage!.edges.get(id)!;
      if (left !== other && right !== other) return [];
      return [
        Array.from({ length: xy.length / 2 }, (_, k) => toPosition(xy[2 * k]!, xy[2 * k + 1]!)),
      ];
    });
    return coordinates.length > 0 ? { type: "MultiLineString", coordinates } : null;
  });
}
