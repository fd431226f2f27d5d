import type { MultiPolygon, Position } from "geojson";
import { useCallback, useEffect, useRef, useState } from "react";
import { squareCorners } from "../../geo/square-corners.js";
import { drawOutline } from "../map/draw.js";
import { editRings, type RingEditing } from "../map/edit-rings.js";
import type { MapAdapter } from "../map/map-adapter.js";
import { metresBetween } from "../state/area.js";
import {
  addCorner,
  type CornerRef,
  canRemove,
  changedCorner,
  cornerNear,
  cornersOf,
  metresPerPixel,
  moveCorner,
  placeOf,
  type Rings,
  reachAt,
  removeCorner,
  shapeOfRings,
  shifted,
} from "./rings.js";

/** What is done to an outline without a mouse, and to the whole of it. */
export interface ShapeEditor {
  /** Null while the outline is still being drawn. */
  corners: { count: number; chosen: number } | null;
  canRemove: boolean;
  canUndo: boolean;
  choose(step: 1 | -1): void;
  /** One more in the middle of the edge after the chosen one. */
  add(): void;
  remove(): void;
  /** By pixels: as far as it is seen. */
  nudge(right: number, up: number): void;
  square(): void;
  undo(): void;
}

interface Shaped {
  map: MapAdapter | null;
  isActive: boolean;
  /** Its parts as they begin, each an outline and its holes. */
  begun: readonly Position[][][];
  /** Corners of what stands beside it, which its own are drawn to. */
  beside: readonly Position[];
  /** Whether it is moved as a whole where it is dragged inside. */
  isMovable: boolean;
  /** After each change. */
  onShape(shape: MultiPolygon): void;
  /** While a corner is dragged. */
  onMove?(shape: MultiPolygon): void;
}

/** What is drawn here: one part of one ring. */
const DRAWN: readonly Position[][][] = [[[]]];

/** The nearest of some places, if one is within reach. */
const nearestOf = (places: readonly Position[], at: Position, reach: number) =>
  places
    .map((place) => ({ place, metres: metresBetween(place, at) }))
    .filter(({ metres }) => metres <= reach)
    .sort((a, b) => a.metres - b.metres)[0]?.place;

/** An area's outlines: their corners by pointer, finger and keys, each change undone. */
export function useShapeEditor(shaped: Shaped): ShapeEditor {
  const { map, isActive, begun } = shaped;
  const [rings, setRings] = useState<Rings | null>(null);
  const [chosen, setChosen] = useState(0);
  const past = useRef<Rings[]>([]);
  const editing = useRef<RingEditing | null>(null);
  const refs = cornersOf(rings ?? []);
  const ref = refs[Math.min(chosen, refs.length - 1)];
  const latest = useRef({ rings, ref, shaped });
  latest.current = { rings, ref, shaped };

  const tell = useCallback((next: Rings) => {
    setRings(next);
    const { begun, onShape } = latest.current.shaped;
    onShape(shapeOfRings(next, begun.length > 0 ? begun : DRAWN));
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
    const choose = (rings: Rings, ref: CornerRef | null) => {
      if (ref) setChosen(indexOf(rings, ref));
    };
    const edit = (outlines: Rings) => {
      past.current = [];
      setRings(outlines);
      setChosen(0);
      hold(
        map.grabClicks((at) => {
          const { rings, ref } = latest.current;
          if (!rings) return;
          const nearest = cornerNear(rings, at, Number.POSITIVE_INFINITY);
          const isOther = nearest?.ring !== ref?.ring;
          choose(rings, isOther ? nearest : cornerNear(rings, at, reach(at[1])));
        }),
      );
      void editRings(map, outlines, {
        isMovable: latest.current.shaped.isMovable,
        snap: (at) => nearestOf(latest.current.shaped.beside, at, reach(at[1]!)),
        onMove: (next) => {
          const { begun, onMove } = latest.current.shaped;
          onMove?.(shapeOfRings(next, begun.length > 0 ? begun : DRAWN));
        },
        onChange: (next) => {
          const before = latest.current.rings;
          if (before) {
            past.current.push(before);
            choose(next, changedCorner(before, next));
          }
          tell(next);
        },
      }).then((drawn) => {
        editing.current = drawn;
        drawn.select(latest.current.ref?.ring ?? 0);
        hold(drawn.stop);
      }, noPointer);
    };
    if (begun.length > 0) edit(begun.flat());
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

  const ring = ref?.ring ?? 0;
  useEffect(() => {
    editing.current?.select(ring);
  }, [ring]);
  const at = ref && rings ? placeOf(rings, ref) : undefined;
  useMarked(map, isActive && at ? at.join() : null);
  const chooseAt = (index: number) => {
    setChosen(index);
    const to = rings && refs[index] && placeOf(rings, refs[index]);
    if (map && to && !isSeen(map, to)) map.fly(to, map.camera().zoom);
  };
  return {
    corners: rings && ref ? { count: refs.length, chosen: refs.indexOf(ref) } : null,
    canRemove: rings !== null && ref !== undefined && canRemove(rings, ref),
    canUndo: past.current.length > 0,
    choose: (step) => {
      chooseAt((refs.length + refs.indexOf(ref!) + step) % refs.length);
    },
    add: () => {
      if (!rings || !ref) return;
      change(addCorner(rings, ref));
      setChosen(refs.indexOf(ref) + 1);
    },
    remove: () => {
      if (rings && ref) change(removeCorner(rings, ref));
    },
    nudge: (right, up) => {
      if (!map || !rings || !ref || !at) return;
      const m = metresPerPixel(map.camera().zoom, at[1]!);
      change(moveCorner(rings, ref, shifted(at, right * m, up * m)));
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

/** A ring around the chosen corner. */
function useMarked(map: MapAdapter | null, at: string | null) {
  useEffect(() => {
    if (!at) return;
    map?.setHovered(at.split(",").map(Number));
    return () => {
      map?.setHovered(null);
    };
  }, [map, at]);
}

const isSeen = (map: MapAdapter, [lng, lat]: Position): boolean => {
  const [w, s, e, n] = map.bounds();
  return lng! > w && lng! < e && lat! > s && lat! < n;
};

/** What draws by pointer is fetched when it is needed; without it there are the keys. */
const noPointer = () => {};

const indexOf = (rings: Rings, ref: CornerRef): number =>
  cornersOf(rings).findIndex((one) => one.ring === ref.ring && one.at === ref.at);
