import type { MultiPolygon } from "geojson";
import type { Within } from "../../geo/coverage/index.js";
import type { VillageShape } from "../villages/villages.service.js";

/** The ground that a plan's grids shall fill, village by village; without villages none. */
export function withinVillages(shapes: readonly VillageShape[]): Within | undefined {
  if (shapes.length === 0) return undefined;
  const features = shapes.map(({ code, shape }) => ({
    ...{ type: "Feature" as const, id: code, properties: {} },
    geometry: JSON.parse(shape) as MultiPolygon,
  }));
  return {
    containers: { type: "FeatureCollection", features },
    of: ({ properties }) => (properties?.["villageCode"] as string | undefined) ?? null,
  };
}
