import { describe, expect, it } from "vitest";
import { toGcj02 } from "../../geo/gcj02.js";
import { gridAt, piecesOf, TILE_SIDE } from "./shifted-tiles.js";

const PLACE: [number, number] = [107.398, 29.714];

/** Where the pieces draw what the shifted map has at a place; in pixels of the tile. */
function drawnAt(z: number, x: number, y: number, shifted: [number, number]) {
  for (const { tile, from, to } of piecesOf({ z, x, y })) {
    const [gx, gy] = gridAt(shifted, z);
    const [px, py] = [(gx - tile.x) * TILE_SIDE, (gy - tile.y) * TILE_SIDE];
    if (px < from[0] || py < from[1] || px > from[0] + from[2] || py > from[1] + from[3]) continue;
    return [to[0] + ((px - from[0]) / from[2]) * to[2], to[1] + ((py - from[1]) / from[3]) * to[3]];
  }
  return null;
}

describe("tiles of a shifted map", () => {
  it.each([8, 12, 15, 18])("show a place of zoom %d where ours has it, to a pixel", (z) => {
    const [x, y] = gridAt(PLACE, z).map(Math.floor) as [number, number];
    for (const [dx, dy] of [
      [0.02, 0.02],
      [0.5, 0.5],
      [0.97, 0.4],
    ] as const) {
      const lon = ((x + dx) / 2 ** z) * 360 - 180;
      const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + dy)) / 2 ** z))) * 180) / Math.PI;
      const [px, py] = drawnAt(z, x, y, toGcj02([lon, lat]))!;
      expect(Math.abs(px! - dx * TILE_SIDE)).toBeLessThan(1);
      expect(Math.abs(py! - dy * TILE_SIDE)).toBeLessThan(1);
    }
  });

  it("are whole: pieces leave no gap and do not overlap", () => {
    const pieces = piecesOf({ z: 16, x: 52320, y: 27080 });
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.reduce((sum, { to }) => sum + to[2] * to[3], 0)).toBeCloseTo(TILE_SIDE ** 2, 3);
    for (const { from } of pieces) {
      expect(from[0] + from[2]).toBeLessThanOrEqual(TILE_SIDE + 1e-6);
      expect(from[1] + from[3]).toBeLessThanOrEqual(TILE_SIDE + 1e-6);
    }
  });

  it("are those of the same address where nothing is shifted", () => {
    const [piece, ...others] = piecesOf({ z: 10, x: 541, y: 358 });
    expect(others).toEqual([]);
    expect(piece!.tile).toEqual({ z: 10, x: 541, y: 358 });
  });
});
