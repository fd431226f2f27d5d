import type { Position } from "geojson";
import { ACCENT } from "../layers/legend.js";
import type { Area } from "../state/area.js";
import { metresBetween } from "../state/area.js";
import type { MapAdapter } from "./map-adapter.js";

type DrawKind = "polygon" | "rectangle" | "circle";

export const FILL = {
  fillColor: ACCENT as `#${string}`,
  fillOpacity: 0.12,
  outlineColor: ACCENT as `#${string}`,
  outlineWidth: 2,
};

const colour = ACCENT as `#${string}`;
export const SELECTED = {
  selectedPolygonColor: colour,
  selectedPolygonFillOpacity: 0.15,
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

/** Lets the viewer draw one area with the mouse or by touch; `done` gets it once. */
export async function drawArea(
  map: MapAdapter,
  kind: DrawKind,
  done: (area: Area) => void,
): Promise<Drawing> {
  const t = await load();
  const draw = new t.TerraDraw({
    adapter: new t.TerraDrawMapLibreGLAdapter({ map: map.gl }),
    modes: [
      new t.TerraDrawPolygonMode({ styles: FILL }),
      new t.TerraDrawRectangleMode({ styles: FILL }),
      new t.TerraDrawCircleMode({ styles: FILL }),
    ],
  });
  draw.start();
  draw.setMode(kind);
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
    const ring =
      drawn && drawn.geometry.type === "Polygon" ? drawn.geometry.coordinates[0]!.slice(0, -1) : [];
    stop();
    const area = areaOf(kind, ring);
    if (area) done(area);
  });
  return { stop };
}

function areaOf(kind: DrawKind, ring: Position[]): Area | null {
  if (ring.length < 3) return null;
  if (kind === "polygon") return { kind, parts: [[[...ring, ring[0]!]]] };
  const [xs, ys] = [ring.map((p) => p[0]!), ring.map((p) => p[1]!)];
  const box: [number, number, number, number] = [
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs),
    Math.max(...ys),
  ];
  if (kind === "rectangle") return { kind: "bbox", bounds: box };
  const center: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return { kind, center, metres: Math.min(200_000, Math.round(metresBetween(center, ring[0]!))) };
}
