import { type RefCallback, useCallback, useEffect, useRef, useState } from "react";
import type { LayerName } from "../gql/graphql.js";
import { isShown } from "../layers/layer-names.js";
import type { Camera, MapAdapter, MapEvents } from "../map/map-adapter.js";
import { MapLibreAdapter } from "../map/maplibre-adapter.js";
import type { TileQuery } from "../map/style.js";
import { purposeHeaders } from "../session/client.js";
import { useSession } from "../session/session-context.js";
import type { ViewState } from "../state/view-state.js";
import { useTheme } from "./theme.js";

/** Where a county without grids and villages is looked at first: its middle, a town wide. */
const FIRST_ZOOM = 11;
export const startOf = ({ origin }: { origin: readonly number[] }): Camera => ({
  ...{ lng: origin[0]!, lat: origin[1]!, zoom: FIRST_ZOOM },
});

/**
 * The map in the element that gets `ref`; made once for a viewer, told of changes by the caller.
 */
export function useMap(
  view: ViewState,
  query: TileQuery,
  events: MapEvents,
): { ref: RefCallback<HTMLDivElement>; map: MapAdapter | null } {
  const session = useSession();
  const theme = useTheme();
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [map, setMap] = useState<MapAdapter | null>(null);
  const latest = useRef({ events, purpose: session.purpose, view, query, theme });
  latest.current = { events, purpose: session.purpose, view, query, theme };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layers of a viewer do not change while the same viewer is signed in
  useEffect(() => {
    if (!element) return;
    const { bounds } = session.county;
    const start = bounds === null ? startOf(session.county) : null;
    const made: MapAdapter = new MapLibreAdapter({
      container: element,
      layers: session.layers,
      query: latest.current.query,
      camera: latest.current.view.camera ?? start,
      bounds: bounds ? [bounds[0]!, bounds[1]!, bounds[2]!, bounds[3]!] : null,
      theme: latest.current.theme,
      isShown: (name) => isShown(latest.current.view.layers, name.toUpperCase() as LayerName),
      headers: () => purposeHeaders(latest.current.purpose),
      events: {
        onPick: (found, at) => {
          latest.current.events.onPick(found, at);
        },
        onPickCell: (cell) => {
          latest.current.events.onPickCell(cell);
        },
        onMove: (camera) => {
          latest.current.events.onMove(camera);
        },
        onWhole: (whole) => {
          latest.current.events.onWhole(whole);
        },
      },
    });
    setMap(made);
    return () => {
      setMap(null);
      made.remove();
    };
  }, [element, session.county.id]);
  useEffect(() => {
    map?.setTheme(theme);
  }, [map, theme]);
  return {
    ref: useCallback((e: HTMLDivElement | null) => {
      setElement(e);
    }, []),
    map,
  };
}
