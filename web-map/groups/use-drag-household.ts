import { useEffect, useRef, useState } from "react";
import type { LngLat, MapAdapter } from "../map/map-adapter.js";
import { metresBetween } from "../state/area.js";
import type { Home } from "./model.js";

export interface Grip {
  home: Home;
  at: readonly number[];
}

interface Dragging {
  map: MapAdapter | null;
  /** Homes that can be taken hold of; empty: none may be. */
  grips: readonly Grip[];
  /** The group whose ground is at a place. */
  groupAt(at: LngLat): string | null;
  onPick(home: Home): void;
  onAim(group: string | null): void;
  /** False: it was taken away. */
  onDrop(isDone: boolean): void;
}

/** Pixels around a home in which the pointer takes hold of it. */
const REACH = 14;
/** Metres of a pixel at zoom 0 on the equator, in tiles of 512. */
const METRES_A_PIXEL = 40_075_016.686 / 512;

/** A household drawn from its group to another one. Answers where the pointer is meanwhile. */
export function useDragHousehold(dragging: Dragging): LngLat | null {
  const { map, grips } = dragging;
  const latest = useRef(dragging);
  latest.current = dragging;
  const [at, setAt] = useState<LngLat | null>(null);
  const isOn = grips.length > 0;
  useEffect(() => {
    if (!map || !isOn) return;
    const near = (place: LngLat): Grip | null => {
      const { zoom, lat } = map.camera();
      const reach = (REACH * METRES_A_PIXEL * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
      const found = latest.current.grips
        .map((grip) => ({ grip, metres: metresBetween(grip.at, place) }))
        .filter(({ metres }) => metres <= reach)
        .sort((a, b) => a.metres - b.metres);
      return found[0]?.grip ?? null;
    };
    return map.holdDrags({
      hover: (place) => place !== null && near(place) !== null,
      grip: (place) => {
        const grip = near(place);
        if (grip) latest.current.onPick(grip.home);
        return grip !== null;
      },
      drag: (place) => {
        setAt(place);
        latest.current.onAim(latest.current.groupAt(place));
      },
      drop: (isDone) => {
        setAt(null);
        latest.current.onDrop(isDone);
      },
    });
  }, [map, isOn]);
  return at;
}
