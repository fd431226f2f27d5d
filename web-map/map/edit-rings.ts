import type { Position } from "geojson";
import type { GeoJSONStoreFeatures } from "terra-draw";
import { type Drawing, FILL, load, SELECTED } from "./draw.js";
import type { MapAdapter } from "./map-adapter.js";

export interface RingEditing extends Drawing {
  /** Other outlines in the place of what is edited; `onChange` is not called. */
  set(rings: readonly Position[][]): void;
}

interface RingHandlers {
  /** Where a corner goes that is dragged there; undefined: just there. */
  snap(at: Position): Position | undefined;
  /** After each change by pointer or finger. */
  onChange(rings: Position[][]): void;
}

/** terra-draw refuses coordinates finer than its precision. */
const PRECISION = 9;
const round = (n: number) => Math.round(n * 10 ** PRECISION) / 10 ** PRECISION;
const rounded = (ring: readonly Position[]) => [ring.map((p) => [round(p[0]!), round(p[1]!)])];

/** Lets the viewer move, add and remove corners of closed outer rings. */
export async function editRings(
  map: MapAdapter,
  rings: readonly Position[][],
  { snap, onChange }: RingHandlers,
): Promise<RingEditing> {
  const t = await load();
  const coordinates = {
    ...{ midpoints: true, draggable: true, deletable: true },
    snappable: {
      toCustom: ({ lng, lat }: { lng: number; lat: number }) => {
        const to = snap([lng, lat]);
        return to && [round(to[0]!), round(to[1]!)];
      },
    },
  };
  const draw = new t.TerraDraw({
    adapter: new t.TerraDrawMapLibreGLAdapter({ map: map.gl, coordinatePrecision: PRECISION }),
    modes: [
      new t.TerraDrawPolygonMode({ styles: FILL }),
      new t.TerraDrawSelectMode({
        styles: SELECTED,
        flags: { polygon: { feature: { draggable: true, coordinates } } },
      }),
    ],
  });
  draw.start();
  const features = rings.map(
    (ring): GeoJSONStoreFeatures => ({
      type: "Feature",
      properties: { mode: "polygon" },
      geometry: { type: "Polygon", coordinates: rounded(ring) },
    }),
  );
  const added = draw.addFeatures(features);
  draw.setMode("select");
  const ids = added.flatMap((a) => (a.valid && a.id !== undefined ? [a.id] : []));
  const [first] = ids;
  if (first !== undefined) draw.selectFeature(first);
  draw.on("finish", () => {
    onChange(
      ids.map((id) => {
        const shape = draw.getSnapshotFeature(id)?.geometry;
        return shape?.type === "Polygon" ? shape.coordinates[0]! : [];
      }),
    );
  });
  return {
    set(next) {
      // What is selected has handles at its corners, which are made anew with it.
      if (first !== undefined) draw.deselectFeature(first);
      for (const [i, id] of ids.entries())
        draw.updateFeatureGeometry(id, { type: "Polygon", coordinates: rounded(next[i]!) });
      if (first !== undefined) draw.selectFeature(first);
    },
    stop() {
      draw.stop();
    },
  };
}
