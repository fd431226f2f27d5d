import type { Geometry, Position } from "geojson";
import { useCallback, useEffect, useState } from "react";
import { drawArea, editRings, type ShapeEditing } from "../map/draw.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { areaPolygon } from "../state/area.js";

/**
 * How a layer's place is edited here: a pin, the corners of areas, or not at all (lines have their
 * own editor).
 */
export type PlaceKind = "point" | "area" | "none";

export const placeKindOf = (geometry: string): PlaceKind =>
  geometry === "Point"
    ? "point"
    : geometry === "MultiPolygon" || geometry === "Polygon"
      ? "area"
      : "none";

export interface PlaceEditor {
  place: Geometry | null;
  touched: boolean;
  /** A point was asked for from far out: the map flew in, and waits for `confirm`. */
  aiming: boolean;
  /** Places the point; flies in first when it was pointed at from far out, or found unsurely. */
  aimAt(at: readonly number[], accuracyMetres?: number): void;
  /** Places the point in the middle of the map. */
  confirm(): void;
}

/** Further out a finger covers more than a house. */
const PLACING_ZOOM = 16;
const AIMING_ZOOM = 17.5;
/** A location less sure than this is looked at before it is taken. */
const SURE_METRES = 50;

type Polygons = Position[][][];

const polygonsOf = (g: Geometry | null): Polygons =>
  g?.type === "Polygon" ? [g.coordinates] : g?.type === "MultiPolygon" ? g.coordinates : [];

/** The place of a form: `before` as it is, edited on the map while `active`. */
export function usePlaceEditor(
  map: MapAdapter | null,
  kind: PlaceKind,
  before: Geometry | null,
  active: boolean,
): PlaceEditor {
  const [place, setPlace] = useState<Geometry | null>(before);
  const [touched, setTouched] = useState(false);
  const setPoint = useCallback((at: readonly number[]) => {
    setPlace({ type: "Point", coordinates: [at[0]!, at[1]!] });
    setTouched(true);
  }, []);

  const [aiming, setAiming] = useState(false);
  const aimAt = useCallback(
    (at: readonly number[], accuracyMetres?: number) => {
      const isPointed = accuracyMetres === undefined;
      const isSure = isPointed
        ? map !== null && map.camera().zoom >= PLACING_ZOOM
        : accuracyMetres <= SURE_METRES;
      setAiming(!isSure);
      if (isSure) setPoint(at);
      if (!isSure || !isPointed) map?.fly(at, AIMING_ZOOM);
    },
    [map, setPoint],
  );
  const confirm = () => {
    if (!map) return;
    const { lng, lat } = map.camera();
    setPoint([lng, lat]);
    setAiming(false);
  };
  useEffect(() => {
    map?.setAiming(aiming);
    return () => {
      map?.setAiming(false);
    };
  }, [map, aiming]);

  useEffect(() => {
    if (!map || !active || kind !== "point") return;
    return map.grabClicks((at) => {
      aimAt(at);
    });
  }, [map, kind, active, aimAt]);
  // A pin dragged from far out goes back until its new place is confirmed: hence `aiming` below.
  const pin = kind === "point" && place?.type === "Point" ? place.coordinates.join() : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies(aiming): see above
  useEffect(() => {
    if (!map || !active || !pin) return;
    map.setPin(pin.split(",").map(Number), aimAt);
    return () => {
      map.setPin(null);
    };
  }, [map, active, pin, aimAt, aiming]);

  useEffect(() => {
    if (!map || !active || kind !== "area") return;
    let stopped = false;
    let editing: ShapeEditing | { stop(): void } | null = null;
    const polygons = polygonsOf(before);
    const started =
      polygons.length > 0
        ? editRings(
            map,
            polygons.map((p) => p[0]!),
            () => {
              const rings = (editing as ShapeEditing).rings();
              // Inner rings stay as they were: terra-draw edits outer rings.
              setPlace({
                type: "MultiPolygon",
                coordinates: polygons.map((p, i) => [rings[i]!, ...p.slice(1)]),
              });
              setTouched(true);
            },
          )
        : drawArea(map, "polygon", (area) => {
            const shape = areaPolygon(area);
            if (shape) {
              setPlace({ type: "MultiPolygon", coordinates: [shape.coordinates] });
              setTouched(true);
              map.setSelected(shape);
            }
          });
    void started.then((e) => {
      editing = e;
      if (stopped) e.stop();
    });
    return () => {
      stopped = true;
      editing?.stop();
    };
  }, [map, kind, active, before]);

  return { place, touched, aiming, aimAt, confirm };
}
