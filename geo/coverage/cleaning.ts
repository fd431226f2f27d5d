/** A cleaning as a change: what was drawn otherwise, and what is told of it. */
import type { MultiPolygon, Polygon, Position } from "geojson";
import { toLattice } from "../snap.js";
import type { Cleaned } from "./clean.js";
import { type GridCollection, gridIdOf } from "./collection.js";
import type { Properties } from "./model.js";
import type { PackedChange, Redrawn } from "./packed.js";
import { type Said, said } from "./phrases.js";
import { gridGeometry } from "./to-features.js";

/** Pieces that an edit names; a list of thousands is the preview's. */
const NAMED = 20;

/** Null: nothing would be otherwise. */
export function packCleaning(before: GridCollection, cleaned: Cleaned): PackedChange | null {
  const { coverage, mends, moved } = cleaned;
  const redrawn: Redrawn[] = [];
  const gone: { id: string; before: Properties; after: null }[] = [];
  before.features.forEach((feature, i) => {
    const id = gridIdOf(feature, i);
    const face = coverage.faces.get(id);
    const after = face ? gridGeometry(coverage, face) : null;
    if (!after) gone.push({ id, before: feature.properties ?? {}, after });
    if (!after || outlineKey(after) !== outlineKey(feature.geometry))
      redrawn.push({ id, before: feature.geometry, after });
  });
  if (redrawn.length === 0) return null;
  const grids = redrawn.map(({ id }) => id);
  const area = mends.reduce((sum, mend) => sum + mend.area, 0);
  const told: Said[] = mends
    .toSorted((a, b) => b.area - a.area)
    .slice(0, NAMED)
    .map(({ code, params }) => ({ code, params }) as Said);
  if (moved.count > 0)
    told.push(said("vertices-brought-together", { count: moved.count, metres: moved.farthest }));
  if (gone.length > 0) told.push(said("grids-gone", { grids: gone.map(({ id }) => id) }));
  return {
    note: {
      ...{ kind: "clean", grids, told },
      ...said("cleaned-grids", { count: grids.length, pieces: mends.length, area }),
    },
    ...{ remove: [], add: [], grids: gone, redrawn },
  };
}

/** The same ground with the same vertices has the same key, wherever its rings begin. */
function outlineKey(geometry: Polygon | MultiPolygon): string {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .map((rings) => rings.map(ringKey).sort().join(";"))
    .sort()
    .join("|");
}

function ringKey(ring: readonly Position[]): string {
  const places = ring
    .map(([lon, lat]) => `${toLattice(lon)},${toLattice(lat)}`)
    .filter((place, i, all) => place !== all[i - 1]);
  if (places[0] === places.at(-1)) places.pop();
  let first = 0;
  places.forEach((place, i) => {
    if (place < places[first]) first = i;
  });
  const turned = [...places.slice(first), ...places.slice(0, first)];
  const back = [turned[0], ...turned.slice(1).reverse()];
  const [forward, backward] = [turned.join(" "), back.join(" ")];
  return forward < backward ? forward : backward;
}
