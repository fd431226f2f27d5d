import { useCallback, useEffect, useRef } from "react";
import { useWords } from "../i18n/use-words.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { ring, stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { areaPolygon } from "../state/area.js";
import { locate } from "../ui/secure-only.js";
import { useShellWords } from "./words.js";

/** Nearer than this one sees no more of where one stands. */
const ZOOM = 16.5;

/** Takes the map to where this device is, and marks how sure that is; or says why it cannot. */
export function useMyLocation(map: MapAdapter | null, say: (text: string) => void): () => void {
  const { t, number } = useWords();
  const w = useShellWords();
  const remove = useRef(() => {});
  useEffect(
    () => () => {
      remove.current();
    },
    [],
  );
  const find = async () => {
    const found = await locate();
    if (found.fault !== undefined) return say(t(found.fault));
    const metres = Math.max(1, Math.round(found.accuracyMetres));
    const around = areaPolygon({ kind: "circle", center: found.at, metres });
    map?.fly(found.at, ZOOM);
    if (map && around)
      remove.current = map.addOverlay("me", {
        slot: "top",
        sources: {
          at: collection([
            { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: found.at } },
          ]),
          around: collection([{ type: "Feature", properties: {}, geometry: around }]),
        },
        layers: [
          tint({ id: "sure", source: "around" }),
          stroke({ id: "edge", source: "around", width: 1 }),
          ring({ id: "point", source: "at", width: 6, opacity: 1 }),
        ],
      });
    say(w("locateFound", { metres: number(metres) }));
  };
  const latest = useRef(find);
  latest.current = find;
  return useCallback(() => void latest.current(), []);
}
