import type { Geometry } from "geojson";
import { useEffect, useRef } from "react";
import { boundsOf } from "../../geo/geometry.js";
import { isShown, type LayerInfo } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import type { ViewState } from "../state/view-state.js";
import type { Live } from "./use-live.js";

interface Followed {
  view: ViewState;
  /** Changes when the address came from elsewhere: a pasted link, Back, Forward. */
  arrival: number;
  outlined: Geometry | null;
  /** The chosen object's place, once it is read. */
  chosen: Geometry | null;
  tiles: TileQuery;
  live: Live;
  purpose: string | null;
}

/** The map shows what the view says: layers, area, what is chosen, and where to look. */
export function useMapFollows(map: MapAdapter | null, followed: Followed): void {
  const { view, arrival, outlined, chosen } = followed;
  useEffect(() => {
    map?.showLayers((name) => isShown(view.layers, name.toUpperCase() as LayerInfo["name"]));
  }, [map, view.layers]);
  useEffect(() => {
    map?.setArea(view.area);
  }, [map, view.area]);
  useEffect(() => {
    map?.setSelected(outlined);
  }, [map, outlined]);
  // A link that names an object but no view opens on the object.
  const unplaced = useRef(view.camera === null && view.selection !== null);
  const arrived = useRef(arrival);
  useEffect(() => {
    if (!map || arrived.current === arrival) return;
    arrived.current = arrival;
    unplaced.current = view.camera === null && view.selection !== null;
    if (view.camera) map.moveTo(view.camera);
  }, [map, arrival, view.camera, view.selection]);
  useEffect(() => {
    if (!map || !chosen || !unplaced.current) return;
    unplaced.current = false;
    map.fit(boundsOf(chosen), 17);
  }, [map, chosen]);
  useTilesFollow(map, followed);
}

/** Tiles are asked anew where what they depend on has changed, and only there. */
function useTilesFollow(map: MapAdapter | null, { view, tiles, live, purpose }: Followed): void {
  const { v: _version, ...period } = tiles;
  const narrowed = JSON.stringify([period, view.categories]);
  const shown = useRef<{ narrowed: string; purpose: string | null; live: string } | null>(null);
  useEffect(() => {
    if (!map) return;
    const before = shown.current;
    shown.current = { narrowed, purpose, live: live.version };
    if (!before) return;
    // A purpose shows exact places in every layer; time and categories narrow incidents; a change
    // elsewhere is its layer's.
    if (before.purpose !== purpose) return map.setQuery(tiles);
    const stale = [
      ...(before.live === live.version ? [] : live.changed),
      ...(before.narrowed === narrowed ? [] : ["incidents"]),
    ];
    if (stale.length > 0) map.setQuery(tiles, stale);
  }, [map, tiles, live, purpose, narrowed]);
}
