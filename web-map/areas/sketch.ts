import type { Geometry, LineString, Position } from "geojson";
import { areaOfShape, type DrawnArea, destination, metresBetween } from "../state/area.js";

/** What is drawn corner by corner, by pointer, finger or keyboard alike. */
export type Figure = "polygon" | "rectangle" | "circle" | "line";

type LngLat = [number, number];

export interface Sketch {
  figure: Figure;
  corners: readonly LngLat[];
}

const LEAST: Record<Figure, number> = { polygon: 3, rectangle: 2, circle: 2, line: 2 };

export const isEnough = ({ figure, corners }: Sketch): boolean => corners.length >= LEAST[figure];

/**
 * A press at a place: one more corner, or the end. A polygon or line ends where a corner is pressed
 * again: the last one (a double click, Enter twice in one place), or a polygon's first.
 */
export function press(
  sketch: Sketch,
  at: LngLat,
  reach: number,
): { sketch: Sketch; done: boolean } {
  const { figure, corners } = sketch;
  const isAt = (corner: LngLat | undefined) =>
    corner !== undefined && metresBetween(corner, at) <= reach;
  if (isAt(corners.at(-1)) || (figure === "polygon" && corners.length >= 3 && isAt(corners[0])))
    return { sketch, done: isEnough(sketch) };
  const next = { figure, corners: [...corners, at] };
  return { sketch: next, done: isEnough(next) && (figure === "rectangle" || figure === "circle") };
}

export const takeBack = ({ figure, corners }: Sketch): Sketch => ({
  figure,
  corners: corners.slice(0, -1),
});

/** What it is so far, with the pointer as its next corner. */
export function drawnOf({ figure, corners }: Sketch, pointer: LngLat | null): Geometry | null {
  const all = pointer ? [...corners, pointer] : corners;
  if (all.length < 2) return all.length === 1 ? { type: "Point", coordinates: all[0]! } : null;
  if (figure === "line" || (figure === "polygon" && all.length === 2))
    return { type: "LineString", coordinates: [...all] };
  const area = areaOf({ figure, corners: all });
  return area && shapeOf(area);
}

function shapeOf(area: DrawnArea): Geometry | null {
  if (area.kind === "polygon") return { type: "Polygon", coordinates: area.parts[0]! };
  if (area.kind === "bbox") return { type: "Polygon", coordinates: [boxRing(area.bounds)] };
  return area.kind === "circle"
    ? { type: "Polygon", coordinates: [circleRing(area.center, area.metres)] }
    : null;
}

const boxRing = ([w, s, e, n]: readonly [number, number, number, number]): Position[] => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];

export function circleRing(center: LngLat, metres: number, steps = 72): Position[] {
  const ring = Array.from({ length: steps }, (_, i) =>
    destination(center, metres, (-2 * i * Math.PI) / steps),
  );
  return [...ring, ring[0]!];
}

/** The longest radius that the service takes. */
export const METRES_MOST = 200_000;

/** The area it means; null while it means none. */
export function areaOf({ figure, corners }: Sketch): DrawnArea | null {
  if (corners.length < LEAST[figure]) return null;
  const [first, second] = corners as [LngLat, LngLat];
  switch (figure) {
    case "polygon":
      return areaOfShape({ type: "Polygon", coordinates: [[...corners, first]] });
    case "rectangle": {
      const [xs, ys] = [corners.map((p) => p[0]), corners.map((p) => p[1])];
      return {
        kind: "bbox",
        bounds: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
      };
    }
    case "circle": {
      const metres = Math.round(metresBetween(first, second) * 10) / 10;
      return { kind: "circle", center: first, metres: Math.min(METRES_MOST, Math.max(1, metres)) };
    }
    case "line":
      return null;
  }
}

export const lineOf = ({ figure, corners }: Sketch): LineString | null =>
  figure === "line" && corners.length >= 2
    ? { type: "LineString", coordinates: [...corners] }
    : null;

/** A line that may be a boundary that somebody walked or drew: alone, and long enough to close. */
export function boundaryOf(lines: Geometry): LineString | null {
  const all = lines.type === "GeometryCollection" ? lines.geometries : [lines];
  const [line] = all.filter((g) => g.type === "LineString");
  const others = all.filter((g) => g !== line && g.type !== "Point");
  return line && line.coordinates.length >= 3 && others.length === 0 ? line : null;
}
