/**
 * Contiguity on foot: what of a grid's homes is reached from one another without leaving the grid
 * or going across a barrier elsewhere than at a crossing.
 */
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import type { Projection } from "../projection.js";
import { toLattice } from "../snap.js";
import { PlaceTable } from "./lattice.js";
import { distanceToSegment, insideMetric } from "./propose/footprint.js";
import { type Ground, layGround, locateFaces, readRings, VILLAGE } from "./propose/ground.js";
import { linesOf, metricBox, metricRings, polygonsOf } from "./propose/metric.js";
import { UnionFind } from "./propose/union-find.js";

/** Metres within which a crossing lies on its barrier. */
const AT_CROSSING = 15;
/** A crossing as near to a grid's outline is inside. */
const AT_OUTLINE = 1;

/** What parts the ground, and where one comes across. EPSG:4326. */
export interface WalkedGround {
  readonly barriers: readonly (LineString | MultiLineString)[];
  readonly crossings: readonly Position[];
}

/**
 * Rows of the homes by part, the part with the most homes first. Homes outside are left out.
 * @param homes places on the lattice
 */
export function walkParts(
  geometry: Polygon | MultiPolygon,
  homes: readonly (readonly [number, number])[],
  walked: WalkedGround,
  projection: Projection,
): number[][] {
  const polygons = polygonsOf(geometry).map((p) => readRings({ type: "Polygon", coordinates: p }));
  const ground = groundBetween([polygons.flat()], walked.barriers, projection);
  const faceOf = locateFaces(ground.faces, homes);
  const rings = metricRings(geometry, projection);
  const joined = joinAtCrossings(ground, walked.crossings, projection, (x, y) => near(rings, x, y));
  const parts = new Map<number, number[]>();
  faceOf.forEach((face, home) => {
    if (face < 0) return;
    const part = joined.find(face);
    const here = parts.get(part);
    if (here) here.push(home);
    else parts.set(part, [home]);
  });
  return [...parts.values()].sort((a, b) => b.length - a.length);
}

const near = (rings: readonly Float64Array[], x: number, y: number): boolean =>
  insideMetric(rings, x, y) ||
  rings.some((r) => {
    for (let i = 2; i < r.length; i += 2)
      if (distanceToSegment(x, y, r[i - 2], r[i - 1], r[i], r[i + 1]) < AT_OUTLINE) return true;
    return false;
  });

/** Faces between the outlines of areas and the barriers alone. */
export function groundBetween(
  areas: readonly number[][][],
  barriers: WalkedGround["barriers"],
  projection: Projection,
): Ground {
  const set: Ground["set"] = { places: new PlaceTable(1024), from: [], to: [], flags: [] };
  const box = metricBox(areas.flat());
  const enter = (xy: readonly number[], flag: number): void => {
    for (let i = 2; i < xy.length; i += 2) {
      // What lies wholly outside makes no face and would only be noded for nothing.
      const [west, south, east, north] = metricBox([xy.slice(i - 2, i + 2)]);
      if (west > box[2] || east < box[0] || south > box[3] || north < box[1]) continue;
      const a = set.places.add(xy[i - 2], xy[i - 1]),
        b = set.places.add(xy[i], xy[i + 1]);
      if (a === b) continue;
      set.from.push(a);
      set.to.push(b);
      set.flags.push(flag);
    }
  };
  for (const ring of areas.flat()) enter(ring, VILLAGE);
  for (const line of barriers.flatMap(linesOf))
    enter(
      line.flatMap(([x, y]) => [toLattice(x), toLattice(y)]),
      1,
    );
  return layGround(set, areas, [], projection);
}

/** @param counts is a crossing there one of these areas? */
export function joinAtCrossings(
  { set, sideOf, metres, faces }: Ground,
  crossings: readonly Position[],
  projection: Projection,
  counts: (x: number, y: number) => boolean,
): UnionFind {
  const joined = new UnionFind(faces.length);
  const places = crossings
    .map(([lon, lat]) => projection.forward(lon, lat))
    .filter(([x, y]) => counts(x, y));
  for (let i = 0; i < set.from.length; i++) {
    const l = sideOf[2 * i],
      r = sideOf[2 * i + 1];
    if (l < 0 || r < 0 || l === r || faces[l].village !== faces[r].village) continue;
    if ((set.flags[i] & VILLAGE) !== 0) continue;
    const [a, b] = [2 * set.from[i], 2 * set.to[i]];
    const [ax, ay, bx, by] = [metres[a], metres[a + 1], metres[b], metres[b + 1]];
    if (places.some(([x, y]) => distanceToSegment(x, y, ax, ay, bx, by) <= AT_CROSSING))
      joined.join(l, r);
  }
  return joined;
}
