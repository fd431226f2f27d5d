import type { Geometry, Position } from "geojson";
import { useMemo } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { shapesDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { polygonsOf } from "../outline/rings.js";
import { useAsked } from "../session/use-asked.js";

/** Degrees around an object in which its neighbours are looked for: some 50 m. */
const AROUND = 0.0005;
const MOST = 200;
const NONE: readonly Position[] = [];

/** Corners of what stands beside an area of the same layer, for its own to be drawn to. */
export function useBeside(layer: LayerInfo, id: string | null, geometry: Geometry | null) {
  const isArea = geometry?.type === "Polygon" || geometry?.type === "MultiPolygon";
  const [w, s, e, n] = isArea ? boundsOf(geometry) : [0, 0, 0, 0];
  const bbox = [w - AROUND, s - AROUND, e + AROUND, n + AROUND];
  const { data } = useAsked<
    { rows: { nodes: { id: string; geometry: Geometry | null }[] } },
    { filter: { area: { bbox: number[] } }; first: number }
  >(shapesDocument(layer), isArea ? { filter: { area: { bbox } }, first: MOST } : null);
  return useMemo(
    () =>
      data?.rows.nodes
        .filter((row) => row.id !== id)
        .flatMap((row) => polygonsOf(row.geometry).flat(2)) ?? NONE,
    [data, id],
  );
}
