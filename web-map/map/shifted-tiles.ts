import { toGcj02 } from "../../geo/gcj02.js";

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** A piece of a tile of the shifted map, and where it goes on ours; in pixels. */
export interface Piece {
  tile: TileAddress;
  /** Left, top, width, height in the tile that is asked for. */
  from: [number, number, number, number];
  to: [number, number, number, number];
}

export const TILE_SIDE = 256;

/** Longitude and latitude of a place in the grid of Web Mercator. */
const degreesAt = (x: number, y: number, z: number): [number, number] => [
  (x / 2 ** z) * 360 - 180,
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI,
];

/** A place in the grid of Web Mercator, in tiles. */
export function gridAt([lon, lat]: readonly [number, number], z: number): [number, number] {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [
    ((lon + 180) / 360) * 2 ** z,
    (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z,
  ];
}

/**
 * Which pieces of a map in GCJ-02 make up a tile of WGS 84. The shift differs by half a percent
 * within a tile at most, so two corners tell it: less than a pixel is lost between them, and
 * neighbouring tiles share their corners, so no seam opens.
 */
export function piecesOf({ z, x, y }: TileAddress): Piece[] {
  const [west, north] = gridAt(toGcj02(degreesAt(x, y, z)), z);
  const [east, south] = gridAt(toGcj02(degreesAt(x + 1, y + 1, z)), z);
  const pieces: Piece[] = [];
  const side = 2 ** z;
  for (let ty = Math.floor(north); ty < south; ty++)
    for (let tx = Math.floor(west); tx < east; tx++) {
      if (ty < 0 || ty >= side || tx < 0 || tx >= side) continue;
      const [left, right] = [Math.max(west, tx), Math.min(east, tx + 1)];
      const [top, bottom] = [Math.max(north, ty), Math.min(south, ty + 1)];
      const [wide, high] = [TILE_SIDE / (east - west), TILE_SIDE / (south - north)];
      pieces.push({
        tile: { z, x: tx, y: ty },
        from: [left - tx, top - ty, right - left, bottom - top].map(
          (n) => n * TILE_SIDE,
        ) as Piece["from"],
        to: [
          (left - west) * wide,
          (top - north) * high,
          (right - left) * wide,
          (bottom - top) * high,
        ],
      });
    }
  return pieces;
}
