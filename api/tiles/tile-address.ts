/**
 * Units along the side of a tile, and how far its content reaches over the edge: 16 pixels of 512 a
 * side, more than half of the widest street that a map draws, so that it joins the next tile's.
 */
export const EXTENT = 4096;
export const MARGIN = 128;

/** Deepest zoom that is served. */
export const MAX_ZOOM = 22;

/** Metres around the world in web Mercator (EPSG:3857). */
export const WORLD = 2 * Math.PI * 6_378_137;

/** A tile of the XYZ scheme: y counts from the north. */
export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

export function isTileAddress({ z, x, y }: TileAddress): boolean {
  const within = (n: number, limit: number) => Number.isInteger(n) && n >= 0 && n < limit;
  return within(z, MAX_ZOOM + 1) && within(x, 2 ** z) && within(y, 2 ** z);
}

/**
 * West, south, east, north of a tile with a margin: degrees in WGS 84, cut off at the antimeridian
 * and before the poles.
 */
export function degreesOf(
  { z, x, y }: TileAddress,
  units = MARGIN,
): [number, number, number, number] {
  const margin = units / EXTENT;
  const lon = (column: number) => Math.min(180, Math.max(-180, (column / 2 ** z) * 360 - 180));
  // Beyond 89.9° Mercator runs to infinity; no tile lies there, only a margin.
  const lat = (row: number) =>
    Math.min(
      89.9,
      Math.max(-89.9, (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI),
    );
  return [lon(x - margin), lat(y + 1 + margin), lon(x + 1 + margin), lat(y - margin)];
}
