import { useEffect } from "react";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter, MapEvents } from "../map/map-adapter.js";
import type { TileQuery } from "../map/style.js";
import type { ViewState } from "../state/view-state.js";
import { useMap } from "./use-map.js";

interface MapCanvasProps {
  view: ViewState;
  tiles: TileQuery;
  events: MapEvents;
  /** Null while there is none: before the first drawing and after a failure. */
  onMap(map: MapAdapter | null): void;
}

/** The drawn map alone, so that a browser that cannot draw it still has everything beside it. */
export function MapCanvas({ view, tiles, events, onMap }: MapCanvasProps) {
  const { t } = useWords();
  const { ref, map } = useMap(view, tiles, events);
  useEffect(() => {
    onMap(map);
    return () => {
      onMap(null);
    };
  }, [map, onMap]);
  return (
    <div
      className="map"
      ref={ref}
      role="application"
      aria-label={t("mapLabel")}
      onKeyDown={(e) => {
        if (e.key === "Enter") map?.pickCentre();
      }}
    />
  );
}
