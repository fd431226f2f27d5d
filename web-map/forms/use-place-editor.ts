import type { Geometry, Position } from "geojson";
import { useCallback, useEffect, useState } from "react";
import type { MapAdapter } from "../map/map-adapter.js";
import { polygonsOf } from "../outline/rings.js";
import { type ShapeEditor, useShapeEditor } from "../outline/use-shape-editor.js";

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
  /** As it is elsewhere, untouched here. */
  reset(place: Geometry | null): void;
  /** Of an area: its corners. */
  shape: ShapeEditor;
}

/** Further out a finger covers more than a house. */
const PLACING_ZOOM = 16;
const AIMING_ZOOM = 17.5;
/** A location less sure than this is looked at before it is taken. */
const SURE_METRES = 50;

interface Starts {
  /** The place as it is. */
  before: Geometry | null;
  /** Where its editing was left. */
  begun?: Geometry | null;
  /** Corners of what stands beside it. */
  beside?: readonly Position[];
}

const NONE: readonly Position[] = [];

/** The place of a form, edited on the map while the form is open. */
export function usePlaceEditor(
  map: MapAdapter | null,
  kind: PlaceKind,
  { before, begun = null, beside = NONE }: Starts,
): PlaceEditor {
  const [place, setPlace] = useState<Geometry | null>(begun ?? before);
  const [touched, setTouched] = useState(begun !== null);
  /** What the corners on the map are of; another one begins anew there. */
  const [edited, setEdited] = useState(() => polygonsOf(begun ?? before));
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
    if (!map || kind !== "point") return;
    return map.grabClicks((at) => {
      aimAt(at);
    });
  }, [map, kind, aimAt]);
  // A pin dragged from far out goes back until its new place is confirmed: hence `aiming` below.
  const pin = kind === "point" && place?.type === "Point" ? place.coordinates.join() : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies(aiming): see above
  useEffect(() => {
    if (!map || !pin) return;
    map.setPin(pin.split(",").map(Number), aimAt);
    return () => {
      map.setPin(null);
    };
  }, [map, pin, aimAt, aiming]);

  const shape = useShapeEditor({
    map,
    isActive: kind === "area",
    begun: edited,
    beside,
    isMovable: true,
    onShape: (to) => {
      setPlace(to);
      setTouched(true);
    },
  });

  const reset = (to: Geometry | null) => {
    setPlace(to);
    setEdited(polygonsOf(to));
    setTouched(false);
    setAiming(false);
  };
  return { place, touched, aiming, aimAt, confirm, reset, shape };
}
