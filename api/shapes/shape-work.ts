import type { MultiPolygon, Polygon, Position } from "geojson";
import { type Box, cutPolygon, densityOf } from "../../geo/cut-polygon.js";
import { boundsOf, partsOf, shapeFault } from "../../geo/geometry.js";
import type { GeometryFault } from "../../geo/polygon-fault.js";
import { simplifyPolygon } from "../../geo/simplify-polygon.js";
import { type FlatShape, unflatten } from "./flat-shape.js";

type Areal = Polygon | MultiPolygon;

/** A polygon cut into cells (geo/cut-polygon.ts), as a statement takes it. */
export interface CutArea {
  bounds: [number, number, number, number];
  /** Vertices that a place meets, on average. */
  density: number;
  columns: number[];
  starts: number[];
  /** By cell, EWKB in hexadecimal; null where the cell is outside. */
  cells: (string | null)[];
}

/** What can be asked about a shape, here or in the thread. */
export const SHAPE_WORK = {
  fault: (shape: Areal): GeometryFault | null => shapeFault(shape),
  cut(shape: Areal): CutArea {
    const cut = cutPolygon(partsOf(shape));
    const { columns, starts, boxes, cells } = cut;
    return {
      density: densityOf(cut),
      bounds: boundsOf(shape),
      columns,
      starts,
      cells: cells.map((cell, i) =>
        cell === "outside" ? null : ewkb(cell === "inside" ? [[ringOf(boxes[i]!)]] : cell),
      ),
    };
  },
  simplified: (shape: Areal, limit: number): Areal => simplifyPolygon(shape, limit),
};
export type ShapeWork = typeof SHAPE_WORK;

export interface ShapeTask {
  work: keyof ShapeWork;
  shape: FlatShape;
  limit: number;
}

/** As the thread is asked. */
export const workOnShape = ({ work, shape, limit }: ShapeTask): unknown =>
  SHAPE_WORK[work](unflatten(shape), limit);

const ringOf = ([west, south, east, north]: Box): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

const POLYGON = 3;
const MULTI_POLYGON = 6;
const WITH_SRID = 0x20000000;

/** A MultiPolygon in EPSG:4326 as PostGIS reads it fastest. */
function ewkb(parts: readonly Position[][][]): string {
  const positions = parts.flat(2).length;
  const bytes = Buffer.alloc(13 + 9 * parts.length + 4 * parts.flat().length + 16 * positions);
  let at = 0;
  const integer = (n: number) => (at = bytes.writeUInt32LE(n, at));
  const head = (type: number) => {
    at = bytes.writeUInt8(1, at);
    integer(type);
  };
  head(MULTI_POLYGON + WITH_SRID);
  integer(4326);
  integer(parts.length);
  for (const rings of parts) {
    head(POLYGON);
    integer(rings.length);
    for (const ring of rings) {
      integer(ring.length);
      for (const [x, y] of ring) at = bytes.writeDoubleLE(y!, bytes.writeDoubleLE(x!, at));
    }
  }
  return bytes.toString("hex");
}
