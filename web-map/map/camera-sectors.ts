import type { Feature, Polygon } from "geojson";
import type { Map as GlMap } from "maplibre-gl";
import type { OverlayStack } from "./overlay-stack.js";
import { sectorsOverlay } from "./own-overlays.js";
import { SECTORS_FROM } from "./paint.js";
import { sectorOf, shareTint } from "./sectors.js";

/**
 * Sectors are drawn from the cameras in view, on the ground's scale; far out they would only be
 * dots. Shown and hidden with the cameras, whose name their overlay bears.
 */
export function drawCameraSectors(gl: GlMap, overlays: OverlayStack): void {
  let drawn = "";
  overlays.add("cameras", sectorsOverlay([]));
  gl.on("idle", () => {
    if (!gl.getSource("cameras")) return;
    const near =
      gl.getZoom() >= SECTORS_FROM
        ? gl.querySourceFeatures("cameras", { sourceLayer: "cameras" })
        : [];
    const sectors = new Map<string, Feature<Polygon>>();
    for (const f of near) {
      if (f.geometry.type !== "Point") continue;
      const { heading, fieldOfView, rangeM, id } = f.properties;
      const sector = sectorOf(f.geometry.coordinates, heading, fieldOfView, rangeM);
      if (sector) sectors.set(String(id), sector);
    }
    const key = [...sectors.keys()].sort().join();
    // Setting data starts a new round of drawing, which ends in another idle.
    if (key === drawn) return;
    drawn = key;
    overlays.add("cameras", sectorsOverlay(shareTint([...sectors.values()])));
  });
}
