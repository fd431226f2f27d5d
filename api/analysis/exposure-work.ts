// Work for a thread: how many households live in each hexagon, how much street lies in it.
import type { LineString, MultiLineString, Position } from "geojson";
import { hexQ, hexR, hexScale } from "../../geo/hotspots/hexagon.js";
import {
  type AmountPoints,
  holdersOf,
  pointsInside,
  pointsOfLines,
} from "../../geo/hotspots/index.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import { type Homes, projected } from "./hot-plane.js";

/** What incidents are related to: homes, or lines as GeoJSON text. */
export type Exposed = Homes | { lines: readonly string[] };

export interface ExposedTask {
  origin: readonly [lon: number, lat: number];
  exposed: Exposed;
  /** Of each list one outline holds what counts: GeoJSON text, degrees. */
  within: readonly (readonly string[])[];
}

/** Hexagons that have some, and how much: households, or kilometres of street. */
export interface CellAmounts {
  q: Int32Array;
  r: Int32Array;
  amount: Float64Array;
}

/** Of a street; a cell of 250 m is crossed with an error of two hundredths. */
const PIECE_METRES = 10;

export function exposedCells(task: ExposedTask & { cellMetres: number }): CellAmounts {
  const { x, y, amount, inside } = placesOf(task);
  const { cellMetres } = task;
  const scale = hexScale(cellMetres);
  const cells = new Map<string, { q: number; r: number; amount: number }>();
  for (const [k, value] of amount.entries()) {
    if (inside && !inside[k]) continue;
    const [q, r] = [hexQ(scale, x[k]!, y[k]!), hexR(scale, x[k]!, y[k]!)];
    const cell = cells.get(`${q} ${r}`);
    if (cell) cell.amount += value;
    else cells.set(`${q} ${r}`, { q, r, amount: value });
  }
  const found = [...cells.values()];
  return {
    q: Int32Array.from(found, ({ q }) => q),
    r: Int32Array.from(found, ({ r }) => r),
    amount: Float64Array.from(found, (cell) => cell.amount),
  };
}

/** How much stands in each of some areas; GeoJSON text, degrees. */
export function exposedAreas(task: ExposedTask & { shapes: readonly string[] }): Float64Array {
  const { plane, x, y, amount, inside } = placesOf(task);
  const shapes = task.shapes.map((text) => projected(text, plane));
  const held = new Float64Array(shapes.length);
  holdersOf(shapes, x, y).forEach((area, k) => {
    if (area >= 0 && inside?.[k] !== 0) held[area]! += amount[k]!;
  });
  return held;
}

function placesOf({ origin, exposed, within }: ExposedTask) {
  const plane = localProjection(...origin);
  const points = pointsOf(exposed, plane);
  return { plane, ...points, inside: insideOf(points, within, plane) };
}

function pointsOf(exposed: Exposed, { forward }: Projection): AmountPoints {
  if ("lon" in exposed) {
    const places = Array.from(exposed.lon, (lon, k) => forward(lon, exposed.lat[k]!));
    const of = (axis: 0 | 1) => Float64Array.from(places, (place) => place[axis]);
    return { x: of(0), y: of(1), amount: exposed.households };
  }
  const lines = exposed.lines.flatMap((text): Position[][] => {
    const shape = JSON.parse(text) as LineString | MultiLineString;
    const parts = shape.type === "LineString" ? [shape.coordinates] : shape.coordinates;
    return parts.map((line) => line.map(([lon, lat]) => forward(lon!, lat!)));
  });
  const { x, y, amount } = pointsOfLines(lines, PIECE_METRES);
  return { x, y, amount: amount.map((metres) => metres / 1000) };
}

/** 1 for points that an outline of each list holds; null: all count. */
function insideOf(
  { x, y }: Pick<AmountPoints, "x" | "y">,
  within: ExposedTask["within"],
  plane: Projection,
): Uint8Array | null {
  if (within.length === 0) return null;
  const held = within.map((outlines) =>
    pointsInside(
      outlines.map((text) => projected(text, plane)),
      x,
      y,
    ),
  );
  return Uint8Array.from(x, (_, k) => (held.every((inside) => inside[k] === 1) ? 1 : 0));
}
