import type { Position } from "geojson";
import { ACCENT } from "../layers/legend.js";
import type { MapAdapter } from "./map-adapter.js";

export const FILL = {
  fillColor: ACCENT as `#${string}`,
  fillOpacity: 0.12,
  outlineColor: ACCENT as `#${string}`,
  outlineWidth: 2,
};

const colour = ACCENT as `#${string}`;
export const SELECTED = {
  selectedPolygonColor: colour,
  selectedPolygonFillOpacity: 0,
  selectedPolygonOutlineColor: colour,
  selectedPolygonOutlineWidth: 2.5,
  selectionPointColor: colour,
  selectionPointWidth: 6,
  midPointColor: colour,
  midPointWidth: 4,
};

/** Its own chunk: most views are never drawn on. */
export const load = async () => ({
  ...(await import("terra-draw")),
  ...(await import("terra-draw-maplibre-gl-adapter")),
});

export interface Drawing {
  stop(): void;
}

/** Lets the viewer draw one outline with the mouse or by touch; `done` gets its closed ring once. */
export async function drawOutline(
  map: MapAdapter,
  done: (ring: Position[]) => void,
): Promise<Drawing> {
  const t = await load();
  const draw = new t.TerraDraw({
    adapter: new t.TerraDrawMapLibreGLAdapter({ map: map.gl }),
    modes: [new t.TerraDrawPolygonMode({ styles: FILL })],
  });
  draw.start();
  draw.setMode("polygon");
  const release = map.grabClicks(() => {});
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    release();
    draw.stop();
  };
  draw.on("finish", (id) => {
    const drawn = draw.getSnapshot().find((f) => f.id === id);
    stop();
    if (drawn?.geometry.type === "Polygon") done(drawn.geometry.coordinates[0]!);
  });
  return { stop };
}
