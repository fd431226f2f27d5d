import { useEffect, useRef } from "react";
import { useReadArea } from "../areas/use-area-facts.js";
import { isShown, type LayerInfo } from "../layers/layer-names.js";
import type { MapAdapter } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import { useSession } from "../session/session-context.js";
import type { Address } from "../state/use-address.js";
import type { Live } from "./use-live.js";

interface Followed extends Pick<Address, "view" | "arrival"> {
  tiles: TileQuery;
  live: Live;
  purpose: string | null;
}

/** The map shows what all workspaces share: layers, area, and where to look. */
export function useMapFollows(map: MapAdapter | null, followed: Followed): void {
  const { view, arrival } = followed;
  const { layers } = useSession();
  useEffect(() => {
    map?.setLayers(layers);
  }, [map, layers]);
  useEffect(() => {
    map?.showLayers((name) => isShown(view.layers, name.toUpperCase() as LayerInfo["name"]));
  }, [map, view.layers]);
  const { drawn } = useReadArea(view.area);
  useEffect(() => {
    map?.setArea(drawn);
  }, [map, drawn]);
  const arrived = useRef(arrival);
  useEffect(() => {
    if (!map || arrived.current === arrival) return;
    arrived.current = arrival;
    if (view.camera) map.moveTo(view.camera);
  }, [map, arrival, view.camera]);
  useTilesFollow(map, followed);
}

/** Tiles are asked anew where what they depend on has changed, and only there. */
function useTilesFollow(map: MapAdapter | null, { view, tiles, live, purpose }: Followed): void {
  const viewer = useSession().viewer;
  const who = viewer.actor ?? viewer.kind;
  const { v: _version, ...period } = tiles;
  const narrowed = JSON.stringify([period, view.categories]);
  const shown = useRef<{
    narrowed: string;
    purpose: string | null;
    live: string;
    who: string;
  } | null>(null);
  useEffect(() => {
    if (!map) return;
    const before = shown.current;
    shown.current = { narrowed, purpose, live: live.version, who };
    if (!before) return;
    // Another viewer sees other things, a purpose shows exact places in every layer; time and
    // categories narrow incidents; a change elsewhere is its layer's.
    if (before.purpose !== purpose || before.who !== who) return map.setQuery(tiles);
    const stale = [
      ...(before.live === live.version ? [] : live.changed),
      ...(before.narrowed === narrowed ? [] : ["incidents"]),
    ];
    if (stale.length > 0) map.setQuery(tiles, stale);
  }, [map, tiles, live, purpose, narrowed, who]);
}
