import type { Map as MapLibreMap } from "maplibre-gl";
import { CATEGORY_CODES, colourOf, MARK, signImage, signOf } from "../layers/legend.js";

/** A disc of 24 with a white rim and a white sign on it. */
const disc = (colour: string, sign: string, radius = 10) =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24">' +
  `<circle cx="12" cy="12" r="${radius}" fill="${colour}" stroke="#fff" stroke-width="1.6"/>` +
  `<path d="${sign}" fill="#fff" fill-rule="evenodd"/></svg>`;

const CAMERA_SIGN =
  "M6.8 9.2h7a1 1 0 0 1 1 1v3.6a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-3.6a1 1 0 0 1 1-1z" +
  "m8.6 2 2.8-1.6v4.8l-2.8-1.6z";

const ICONS: Record<string, string> = {
  camera: disc(MARK.camera, CAMERA_SIGN),
  ...Object.fromEntries(
    CATEGORY_CODES.map((code) => [signImage(code), disc(colourOf(code), signOf(code))]),
  ),
};

/**
 * Icons are our own drawings in the page: no sprite host. Throws when the browser cannot draw one.
 */
export async function addIcons(map: MapLibreMap): Promise<void> {
  await Promise.all(
    Object.entries(ICONS).map(async ([name, drawing]) => {
      const image = new Image(48, 48);
      image.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
      await image.decode();
      if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: 2 });
    }),
  );
}

/** Diagonal lines, a tile of them that joins its like on every side; nothing between. */
function hatch(side: number, width: number, alpha: number): ImageData {
  const image = new ImageData(side, side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if ((x + y) % side < width) image.data.set([122, 116, 100, alpha], 4 * (y * side + x));
  return image;
}

/** Patterns of the public map: nothing is told here, and a part is. */
export function addPatterns(map: MapLibreMap): void {
  map.addImage("withheld", hatch(12, 2, 120), { pixelRatio: 2 });
  map.addImage("partly", hatch(24, 2, 110), { pixelRatio: 2 });
}
