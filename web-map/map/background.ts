import type { RequestParameters } from "maplibre-gl";
import type { Overlay } from "./map-adapter.js";
import { piecesOf, TILE_SIDE, type TileAddress } from "./shifted-tiles.js";

/** A map of others that lies under ours: how its tiles are asked for and how strong it is. */
export interface Background {
  tiles: string;
  crs: "WGS84" | "CGCS2000" | "GCJ02";
  maxZoom: number;
  opacity: number;
}

/** How the map asks for tiles that are shifted back: the adapter speaks it. */
export const SHIFTED = "gcj02";
/** A tile is asked for by its four neighbours too. */
const KEPT_TILES = 64;

const kept = new Map<string, Promise<ImageBitmap>>();

const addressOf = (template: string, tile: TileAddress): string =>
  template.replace(/\{([zxy])\}/g, (_, key: keyof TileAddress) => String(tile[key]));

/** One tile as its host gives it. Who asks is not told: no cookie and no page. */
function imageOf(url: string): Promise<ImageBitmap> {
  const there = kept.get(url);
  if (there) return there;
  const image = fetch(url, { credentials: "omit", referrerPolicy: "no-referrer" }).then(
    async (answer) => {
      if (!answer.ok) throw new Error(`a background tile was answered with ${answer.status}`);
      return createImageBitmap(await answer.blob());
    },
  );
  kept.set(url, image);
  image.catch(() => kept.delete(url));
  if (kept.size > KEPT_TILES) kept.delete(kept.keys().next().value!);
  return image;
}

/** A tile of WGS 84 put together from the shifted ones that it lies on. */
export async function shiftedTile({ url }: RequestParameters): Promise<{ data: ImageBitmap }> {
  const { searchParams } = new URL(url);
  const [z, x, y] = ["z", "x", "y"].map((key) => Number(searchParams.get(key)));
  const template = searchParams.get("tiles")!;
  const canvas = new OffscreenCanvas(TILE_SIDE, TILE_SIDE);
  const ink = canvas.getContext("2d")!;
  const pieces = piecesOf({ z: z!, x: x!, y: y! });
  const images = await Promise.all(pieces.map((p) => imageOf(addressOf(template, p.tile))));
  pieces.forEach((piece, i) => {
    const image = images[i]!;
    // Some hosts give tiles of twice the pixels.
    const fine = image.width / TILE_SIDE;
    const [left, top, width, height] = piece.from.map((n) => n * fine);
    ink.drawImage(image, left!, top!, width!, height!, ...piece.to);
  });
  return { data: await createImageBitmap(canvas) };
}

const templateOf = ({ crs, tiles }: Background): string =>
  crs === "GCJ02"
    ? `${SHIFTED}://tile?z={z}&x={x}&y={y}&tiles=${encodeURIComponent(tiles)}`
    : tiles;

/** It lies over our own ground and under everything that stands on it. */
export const backgroundOverlay = (background: Background): Overlay => ({
  slot: "ground",
  sources: {
    tiles: {
      type: "raster",
      tiles: [templateOf(background)],
      tileSize: TILE_SIDE,
      maxzoom: background.maxZoom,
    },
  },
  layers: [
    {
      id: "tiles",
      type: "raster",
      source: "tiles",
      paint: { "raster-opacity": background.opacity, "raster-fade-duration": 150 },
    },
  ],
});
