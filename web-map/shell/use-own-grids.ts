import type { Feature, Geometry } from "geojson";
import { useEffect, useMemo, useRef } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { OwnGridsDocument } from "../gql/graphql.js";
import { MARK } from "../layers/legend.js";
import type { Camera, MapAdapter } from "../map/map-adapter.js";
import { stroke } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import type { ViewState } from "../state/view-state.js";
import { ownAreaOf } from "./first-view.js";

export const isAt = (a: Camera, b: Camera): boolean =>
  Math.abs(a.zoom - b.zoom) < 0.01 &&
  Math.abs(a.lng - b.lng) < 1e-4 &&
  Math.abs(a.lat - b.lat) < 1e-4;

function boundsOfAll(features: readonly Feature[]): number[] {
  const all = features.map((f) => boundsOf(f.geometry));
  const [w, s, e, n] = [0, 1, 2, 3].map((i) => all.map((b) => b[i]!));
  return [Math.min(...w!), Math.min(...s!), Math.max(...e!), Math.max(...n!)];
}

/** The grids that the viewer's work is in; empty for who works in the whole county. */
function useOwnGrids(): Feature[] {
  const session = useSession();
  const own = useMemo(() => ownAreaOf(session), [session]);
  const { data } = useAsked(
    OwnGridsDocument,
    own && { ...own, hasGrids: own.grids.length > 0, hasVillages: own.villages.length > 0 },
  );
  return useMemo(() => {
    if (!own) return [];
    const nodes = [...(data?.named?.nodes ?? []), ...(data?.ofVillages?.nodes ?? [])];
    return nodes.flatMap(({ id, name, geometry }): Feature[] =>
      geometry
        ? [{ type: "Feature", properties: { id, name }, geometry: geometry as Geometry }]
        : [],
    );
  }, [own, data]);
}

/**
 * Whose work is in some grids sees them outlined, and begins there: unless the address says where
 * to look, or somebody has looked elsewhere before signing in.
 */
export function useOwnGridsOnMap(map: MapAdapter | null, view: ViewState): void {
  const grids = useOwnGrids();
  const isPlaced = useRef(view.camera !== null || view.selection !== null || view.area !== null);
  const start = useRef<Camera | null>(null);
  useEffect(() => {
    if (map && !isPlaced.current) start.current ??= map.camera();
  }, [map]);
  useEffect(() => {
    if (!map || grids.length === 0) return;
    const isUntouched = !isPlaced.current && start.current && isAt(map.camera(), start.current);
    isPlaced.current = true;
    if (isUntouched) map.fit(boundsOfAll(grids), 16);
    return map.addOverlay("own-grids", {
      slot: "objects",
      sources: { grids: collection(grids) },
      layers: [
        stroke({ id: "halo", source: "grids", colour: "#fff", width: 5, opacity: 0.8 }),
        stroke({ id: "line", source: "grids", colour: MARK.village, width: 2.5 }),
      ],
    });
  }, [map, grids]);
}
