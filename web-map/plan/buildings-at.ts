import type { Footprint } from "../../geo/coverage/browser.js";
import { toPosition } from "../../geo/coverage/edge.js";
import { pointInRing } from "../../geo/coverage/lattice.js";
import { toLattice } from "../../geo/snap.js";
import type { LngLat } from "../map/map-adapter.js";
import type { Ground } from "./ground.js";

const isIn = ({ rings }: Footprint, x: number, y: number): boolean =>
  rings.some((ring) => pointInRing(ring, x, y) >= 0);

/** The building at a place. */
export function buildingAt(ground: Ground | null, [lng, lat]: LngLat): string | null {
  const [x, y] = [toLattice(lng), toLattice(lat)];
  const near = ground?.footprints.near({ minX: x, minY: y, maxX: x, maxY: y }) ?? [];
  return near.find((footprint) => isIn(footprint, x, y))?.id ?? null;
}

/** Buildings whose middle lies inside a closed outline. */
export function buildingsWithin(
  ground: Ground | null,
  outline: readonly LngLat[],
): { id: string; at: LngLat }[] {
  const ring = Int32Array.from(outline.flatMap(([lng, lat]) => [toLattice(lng), toLattice(lat)]));
  const [xs, ys] = [ring.filter((_, i) => i % 2 === 0), ring.filter((_, i) => i % 2 === 1)];
  const box = {
    ...{ minX: Math.min(...xs), minY: Math.min(...ys) },
    ...{ maxX: Math.max(...xs), maxY: Math.max(...ys) },
  };
  return (ground?.footprints.near(box) ?? []).flatMap(({ id, box: b }) => {
    const [x, y] = [(b.minX + b.maxX) / 2, (b.minY + b.maxY) / 2];
    return pointInRing(ring, x, y) > 0 ? [{ id, at: toPosition(x, y) as LngLat }] : [];
  });
}
