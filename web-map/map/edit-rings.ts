import type { Position } from "geojson";
import type { GeoJSONStoreFeatures } from "terra-draw";
import { type Drawing, FILL, load, SELECTED } from "./draw.js";
import type { MapAdapter } from "./map-adapter.js";

export interface RingEditing extends Drawing {
  /** Other outlines in the place of what is edited; `onChange` is not called. */
  set(rings: readonly Position[][]): void;
  /** Shows the handles of this ring. */
  select(ring: number): void;
}

interface RingHandlers {
  /** Whether a ring is moved as a whole where it is dragged inside. */
  isMovable: boolean;
  /** Where a corner goes that is dragged there; undefined: just there. */
  snap(at: Position): Position | undefined;
  /** While one is dragged. */
  onMove(rings: Position[][]): void;
  /** After each change by pointer or finger. */
  onChange(rings: Position[][]): void;
}

/** terra-draw refuses coordinates finer than its precision. */
const PRECISION = 9;
const round = (n: number) => Math.round(n * 10 ** PRECISION) / 10 ** PRECISION;
const rounded = (ring: readonly Position[]) => [ring.map((p) => [round(p[0]!), round(p[1]!)])];

/** Without a fill: a hole is edited as a ring of its own, and would look like ground. */
const OUTLINE = { ...FILL, fillOpacity: 0 };

/** Lets the viewer move, add and remove corners of closed rings. */
export async function editRings(
  map: MapAdapter,
  rings: readonly Position[][],
  { isMovable, snap, onMove, onChange }: RingHandlers,
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
      new t.TerraDrawPolygonMode({ styles: OUTLINE }),
      // Which ring is selected and what a key does is told from outside: its own Delete would
      // take the whole ring.
      new t.TerraDrawSelectMode({
        styles: SELECTED,
        flags: { polygon: { feature: { draggable: isMovable, coordinates } } },
        keyEvents: null,
        allowManualSelection: false,
        allowManualDeselection: false,
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
  const ids = draw.addFeatures(features).map(({ id }) => id);
  draw.setMode("select");
  const now = () =>
    ids.map((id, i) => {
      const shape = id === undefined ? undefined : draw.getSnapshotFeature(id)?.geometry;
      return shape?.type === "Polygon" ? shape.coordinates[0]! : [...rings[i]!];
    });
  let selected: (typeof ids)[number];
  const select = (ring: number) => {
    if (ids[ring] === undefined || ids[ring] === selected) return;
    selected = ids[ring];
    draw.selectFeature(selected);
  };
  select(0);
  draw.on("finish", () => {
    onChange(now());
  });
  let isSet = false;
  draw.on("change", (changed) => {
    if (!isSet && changed.some((id) => id === selected)) onMove(now());
  });
  return {
    set(next) {
      isSet = true;
      // What is selected has handles at its corners, which are made anew with it.
      if (selected !== undefined) draw.deselectFeature(selected);
      for (const [i, id] of ids.entries())
        if (id !== undefined)
          draw.updateFeatureGeometry(id, { type: "Polygon", coordinates: rounded(next[i]!) });
      if (selected !== undefined) draw.selectFeature(selected);
      isSet = false;
    },
    select,
    stop() {
      draw.stop();
    },
  };
}
