import type { MultiPolygon, Position } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import { squareCorners } from "../../geo/square-corners.js";
import { drawOutline } from "../map/draw.js";
import { editRings, type RingEditing } from "../map/edit-rings.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { metresBetween } from "../state/area.js";
import {
  type CornerRef,
  canRemove,
  cornerNear,
  cornersOf,
  moveCorner,
  placeOf,
  type Rings,
  reachAt,
  removeCorner,
  shifted,
} from "./rings.js";

/** What is done to an outline without a mouse, and to the whole of it. */
export interface ShapeEditor {
  /** Null while the outline is still being drawn. */
  corners: { count: number; chosen: number } | null;
  canRemove: boolean;
  canUndo: boolean;
  choose(step: 1 | -1): void;
  remove(): void;
  nudge(east: number, north: number): void;
  square(): void;
  undo(): void;
}

interface Shaped {
  map: MapAdapter | null;
  isActive: boolean;
  /** Its outlines as they begin, each with its inner rings, which stay as they are. */
  begun: readonly Position[][][];
  /** Corners of what stands beside it, which its own are drawn to. */
  beside: readonly Position[];
  onShape(shape: MultiPolygon): void;
}

/** The nearest of some places, if one is within reach. */
const nearestOf = (places: readonly Position[], at: Position, reach: number) =>
  places
    .map((place) => ({ place, metres: metresBetween(place, at) }))
    .filter(({ metres }) => metres <= reach)
    .sort((a, b) => a.metres - b.metres)[0]?.place;

/** The outline of a form's place: its corners by pointer, finger and keys, each change undone. */
export function useShapeEditor({ map, isActive, begun, beside, onShape }: Shaped): ShapeEditor {
  const [rings, setRings] = useState<Rings | null>(null);
  const [chosen, setChosen] = useState(0);
  const past = useRef<Rings[]>([]);
  const editing = useRef<RingEditing | null>(null);
  const latest = useRef({ rings, onShape, beside, begun });
  latest.current = { rings, onShape, beside, begun };

  const tell = useCallback((next: Rings) => {
    setRings(next);
    const { begun, onShape } = latest.current;
    const coordinates = next.map((ring, i) => [ring, ...(begun[i]?.slice(1) ?? [])]);
    onShape({ type: "MultiPolygon", coordinates });
  }, []);
  const change = (next: Rings) => {
    if (!rings || next === rings) return;
    past.current.push(rings);
    editing.current?.set(next);
    tell(next);
  };

  useEffect(() => {
    if (!map || !isActive) return;
    const held: (() => void)[] = [];
    let isOver = false;
    const hold = (stop: () => void) => {
      if (isOver) stop();
      else held.push(stop);
    };
    const reach = (lat: number) => reachAt(map.camera().zoom, lat);
    const edit = (outlines: Rings) => {
      past.current = [];
      setRings(outlines);
      setChosen(0);
      hold(
        map.grabClicks((at) => {
          const now = latest.current.rings ?? [];
          const ref = cornerNear(now, at, reach(at[1]));
          if (ref) setChosen(indexOf(now, ref));
        }),
      );
      void editRings(map, outlines, {
        snap: (at) => nearestOf(latest.current.beside, at, reach(at[1]!)),
        onChange: (next) => {
          if (latest.current.rings) past.current.push(latest.current.rings);
          tell(next);
        },
      }).then((drawn) => {
        editing.current = drawn;
        hold(drawn.stop);
      }, noPointer);
    };
    const outlines = begun.map((rings) => rings[0]!);
    if (outlines.length > 0) edit(outlines);
    else
      void drawOutline(map, (ring) => {
        tell([ring]);
        edit([ring]);
      }).then(({ stop }) => {
        hold(stop);
      }, noPointer);
    return () => {
      isOver = true;
      editing.current = null;
      for (const stop of held) stop();
    };
  }, [map, isActive, begun, tell]);

  const refs = cornersOf(rings ?? []);
  const ref = refs[Math.min(chosen, refs.length - 1)];
  const at = ref && rings ? placeOf(rings, ref) : undefined;
  const key = isActive && at ? at.join() : null;
  useEffect(() => {
    if (!key) return;
    map?.setHovered(key.split(",").map(Number));
    return () => {
      map?.setHovered(null);
    };
  }, [map, key]);
  return {
    corners: rings && ref ? { count: refs.length, chosen: refs.indexOf(ref) } : null,
    canRemove: rings !== null && ref !== undefined && canRemove(rings, ref),
    canUndo: past.current.length > 0,
    choose: (step) => {
      setChosen((refs.length + refs.indexOf(ref!) + step) % refs.length);
    },
    remove: () => {
      if (rings && ref) change(removeCorner(rings, ref));
    },
    nudge: (east, north) => {
      if (rings && ref && at) change(moveCorner(rings, ref, shifted(at, east, north)));
    },
    square: () => {
      if (rings) change(rings.map(squareCorners));
    },
    undo: () => {
      const last = past.current.pop();
      if (!last) return;
      editing.current?.set(last);
      tell(last);
    },
  };
}

/** What draws by pointer is fetched when it is needed; without it there are the keys. */
const noPointer = () => {};

const indexOf = (rings: Rings, ref: CornerRef): number =>
  cornersOf(rings).findIndex((one) => one.ring === ref.ring && one.at === ref.at);
