import { type Map as GlMap, Marker } from "maplibre-gl";
import type { LngLat } from "./map-adapter.js";

/** The one pin of the map: a place that is being given. */
export class MapPin {
  private marker: Marker | null = null;

  constructor(private readonly gl: GlMap) {}

  set(at: readonly number[] | null, onDrag?: (at: LngLat) => void): void {
    this.marker?.remove();
    this.marker = null;
    if (!at) return;
    const element = document.createElement("div");
    element.className = "pin";
    const marker = new Marker({ element, anchor: "bottom", draggable: onDrag !== undefined })
      .setLngLat([at[0]!, at[1]!])
      .addTo(this.gl);
    this.marker = marker;
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      onDrag?.([lng, lat]);
    });
  }
}
