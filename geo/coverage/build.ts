/** Builds the model from polygons of anybody's, after the full check. */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import { buildTrusted, isCoverage, type NoCoverage } from "./build-trusted.js";
import { checkCoverage } from "./check.js";
import type { GridCollection } from "./collection.js";
import { toPosition } from "./edge.js";
import type { Coverage, Finding } from "./model.js";

export { assembleCoverage } from "./assemble.js";
export { isCoverage, type NoCoverage } from "./build-trusted.js";
export { gridGeometry, toFeature, toFeatureCollection } from "./to-features.js";

export interface BuildOptions {
  /**
   * The polygons were saved from a coverage: skip the full check. A fault that building itself
   * meets is still told.
   */
  trusted?: boolean;
}

/**
 * @param collection polygons in EPSG:4326, one feature a grid; coordinates are snapped to 1e-7
 * degrees
 * @returns the coverage, or the findings that keep it from being one (holes and exclaves are held,
 * and are no hindrance)
 */
export function buildCoverage(
  collection: GridCollection,
  options: BuildOptions = {},
): Coverage | NoCoverage {
  const hindrances = (): Finding[] =>
    checkCoverage(snappedCollection(collection), { holes: false }).filter(hinders);
  if (!options.trusted) {
    const findings = hindrances();
    if (findings.length > 0) return { findings };
  }
  const built = buildTrusted(collection);
  if (isCoverage(built)) return built;
  const findings = hindrances();
  return findings.length > 0 ? { findings } : built;
}

/**
 * Does a finding keep polygons from being held? Parts, rings that touch themselves, cracks and
 * enclosed gaps do not.
 */
function hinders({ kind, fixes }: Finding): boolean {
  return (
    kind !== "multipart" &&
    !fixes.some(
      (fix) => fix.kind === "separate-parts" || fix.kind === "close" || fix.kind === "assign",
    )
  );
}

function snappedCollection(collection: GridCollection): GridCollection {
  const snap = (ring: Position[]): Position[] =>
    ring.map(([lon, lat]) => toPosition(toLattice(lon), toLattice(lat)));
  return {
    ...collection,
    features: collection.features.map((f) => ({
      ...f,
      geometry:
        f.geometry.type === "Polygon"
          ? { type: "Polygon", coordinates: f.geometry.coordinates.map(snap) }
          : { type: "MultiPolygon", coordinates: f.geometry.coordinates.map((p) => p.map(snap)) },
    })),
  };
}
