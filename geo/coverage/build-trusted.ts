/**
 * Builds the model from polygons that were saved from a coverage: no check, and nothing it needs.
 */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import { assembleCoverage } from "./assemble.js";
import { edgeOf, walkChains } from "./chains.js";
import { type GridCollection, type GridFeature, gridIdOf } from "./collection.js";
import { type Edge, type GridId, type Label, toPosition } from "./edge.js";
import { PairTable, PlaceTable } from "./lattice.js";
import type { Coverage, Finding, Properties } from "./model.js";
import { said } from "./phrases.js";

/** What kept the polygons from being a coverage. `cleanCoverage` mends foreign data. */
export interface NoCoverage {
  readonly findings: Finding[];
}

export function isCoverage(built: Coverage | NoCoverage): built is Coverage {
  return "edges" in built;
}

interface SnappedRing {
  grid: number;
  places: Int32Array;
  ccw: boolean;
  shell: boolean;
}

const bad = (place: Position): NoCoverage => ({
  findings: [
    {
      kind: "invalid-polygon",
      ids: [],
      geometry: { type: "Point", coordinates: place },
      ...said("does-not-fit", {}),
      fixes: [{ kind: "redraw", at: place, ...said("clean-first", {}) }],
    },
  ],
});

/**
 * @param collection polygons saved from a coverage (EPSG:4326), one feature a grid
 * @returns the coverage, or the place where they do not fit together: they were not
 */
export function buildTrusted({ features }: GridCollection): Coverage | NoCoverage {
  const snapped = snapRings(features);
  if ("bad" in snapped) return bad(snapped.bad);
  const { places, rings, ids } = snapped;
  let ends = 0;
  for (const ring of rings) ends += ring.places.length;
  const pairs = new PairTable(ends);
  const left = new Int32Array(ends),
    right = new Int32Array(ends);
  for (const { grid, places: ring, ccw, shell } of rings) {
    const inward = ccw === shell;
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i],
        b = ring[i + 1 === ring.length ? 0 : i + 1];
      const pair = pairs.add(a, b);
      const side = inward === (pairs.low[pair] === a) ? left : right;
      if (side[pair] !== 0) return bad(toPosition(places.xs[a], places.ys[a]));
      side[pair] = grid + 1;
    }
  }
  const labelOf = (n: number): Label => (n === 0 ? null : ids[n - 1]);
  const edges: Edge[] = [];
  const conflict = walkChains(
    { places, count: pairs.size, from: pairs.low, to: pairs.high, left, right },
    () => false,
    (path, l, r, atNode) => {
      edges.push(edgeOf(places, path, labelOf(l), labelOf(r), atNode, edges.length));
    },
  );
  if (conflict >= 0) return bad(toPosition(places.xs[conflict], places.ys[conflict]));
  const properties = features.map((f) => (f.properties ?? {}) as Properties);
  const starts = new Map<GridId, Int32Array>();
  for (const { grid, places: ring } of rings) {
    const before = starts.get(ids[grid]);
    const here = [places.xs[ring[0]], places.ys[ring[0]]];
    starts.set(ids[grid], Int32Array.from(before ? [...before, ...here] : here));
  }
  return assembleCoverage(
    edges,
    ids.map((id, i) => [id, properties[i]]),
    starts,
  );
}

/** `bad`: the place of a ring without area, or of an id that comes twice. */
function snapRings(
  features: GridFeature[],
): { places: PlaceTable; rings: SnappedRing[]; ids: GridId[] } | { bad: Position } {
  const places = new PlaceTable(1024);
  const rings: SnappedRing[] = [];
  const ids: GridId[] = [];
  const seen = new Set<GridId>();
  for (let grid = 0; grid < features.length; grid++) {
    const { geometry } = features[grid];
    const id = gridIdOf(features[grid], grid);
    if (seen.has(id))
      return {
        bad:
          geometry.type === "Polygon" ? geometry.coordinates[0][0] : geometry.coordinates[0][0][0],
      };
    seen.add(id);
    ids.push(id);
    for (const polygon of geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.coordinates) {
      for (let r = 0; r < polygon.length; r++) {
        const ring = polygon[r];
        const path = new Int32Array(ring.length);
        let n = 0,
          area = 0;
        const ox = toLattice(ring[0][0]),
          oy = toLattice(ring[0][1]);
        let px = 0,
          py = 0;
        for (let i = 0; i < ring.length; i++) {
          const x = toLattice(ring[i][0]),
            y = toLattice(ring[i][1]);
          area += px * (y - oy) - py * (x - ox);
          px = x - ox;
          py = y - oy;
          const place = places.add(x, y);
          if (n === 0 || path[n - 1] !== place) path[n++] = place;
        }
        if (n > 1 && path[n - 1] === path[0]) n--;
        if (n < 3 || area === 0) return { bad: ring[0] };
        rings.push({ grid, places: path.subarray(0, n), ccw: area > 0, shell: r === 0 });
      }
    }
  }
  return { places, rings, ids };
}
