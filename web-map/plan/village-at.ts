import type { Geometry, Position } from "geojson";
import { pointInRing } from "../../geo/coverage/lattice.js";
import { toLattice } from "../../geo/snap.js";
import { polygonsOf } from "../outline/rings.js";

interface Shaped {
  code: string;
  geometry?: Geometry | null;
}

const ringOf = (ring: readonly Position[]): Int32Array =>
  Int32Array.from(ring.flatMap(([lng, lat]) => [toLattice(lng!), toLattice(lat!)]));

/** Code of the village at a place. */
export function villageAt(shapes: readonly Shaped[], [lng, lat]: Position): string | null {
  const [x, y] = [toLattice(lng!), toLattice(lat!)];
  const isIn = ({ geometry }: Shaped) =>
    polygonsOf(geometry ?? null).some(
      ([outer, ...holes]) =>
        pointInRing(ringOf(outer!), x, y) > 0 &&
        holes.every((hole) => pointInRing(ringOf(hole), x, y) < 0),
    );
  return shapes.find(isIn)?.code ?? null;
}
