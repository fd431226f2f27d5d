import { useEffect } from "react";
import { backgroundOverlay } from "../map/background.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { Coordinates } from "./coordinates.js";
import { useBackground } from "./use-background.js";
import { useGroundWords } from "./words.js";

/** At the lower edge of the map: where one is, and whose map lies under ours. */
export function MapFoot({ map }: { map: MapAdapter | null }) {
  const t = useGroundWords();
  const { on, opacity } = useBackground();
  useEffect(() => {
    if (map && on) return map.addOverlay("background", backgroundOverlay({ ...on, opacity }));
    return undefined;
  }, [map, on, opacity]);
  return (
    <div className="map-foot">
      {on && (
        <span className="attribution">
          {on.attribution}
          {on.crs === "GCJ02" && ` · ${t("GCJ02")}`}
        </span>
      )}
      {map && <Coordinates map={map} />}
    </div>
  );
}
