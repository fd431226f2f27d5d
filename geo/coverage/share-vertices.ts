import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { toLattice } from "../snap.js";
import type { GridFeature } from "./collection.js";
import { toPosition } from "./edge.js";

/** Lattice units: a vertex this near to a neighbour's border is on it. */
const REACH = 0.5;

/**
 * Gives each polygon the vertices of others that lie on its borders, so that what is drawn as one
 * line is one: villages drawn apart, or divided one after the other, leave a vertex in a straight
 * border on one side alone. Nothing moves by more than half a step of the lattice (6 mm); gaps and
 * overlaps stay as they are, for `cleanCoverage`. Features that lack none are given back themselves.
 *
 * @param features polygons in EPSG:4326
 */
export function shareVertices(features: readonly GridFeature[]): GridFeature[] {
  const vertices = new Map<string, [number, number]>();
  for (const { geometry } of features)
    for (const ring of ringsOf(geometry))
      for (const [lon, lat] of ring) {
        const [x, y] = [toLattice(lon), toLattice(lat)];
        vertices.set(`${x} ${y}`, [x, y]);
      }
  const places = [...vertices.values()];
  if (places.length === 0) return [...features];
  const tree = new Flatbush(places.length);
  for (const [x, y] of places) tree.add(x, y, x, y);
  tree.finish();
  const near = (a: number, b: number): [number, number] => [Math.min(a, b), Math.max(a, b)];

  /** Vertices within a segment, from its start to its end. */
  function within([ax, ay]: [number, number], [bx, by]: [number, number]): [number, number][] {
    const [minX, maxX] = near(ax, bx);
    const [minY, maxY] = near(ay, by);
    const found = tree.search(minX - REACH, minY - REACH, maxX + REACH, maxY + REACH);
    const [ux, uy] = [bx - ax, by - ay];
    const length2 = ux * ux + uy * uy;
    return found
      .map((i) => {
        const [x, y] = places[i]!;
        const along = ((x - ax) * ux + (y - ay) * uy) / length2;
        const away = Math.abs((x - ax) * uy - (y - ay) * ux) / Math.sqrt(length2);
        return { place: places[i]!, along, away };
      })
      .filter(({ along, away }) => along > 0 && along < 1 && away <= REACH)
      .sort((a, b) => a.along - b.along)
      .map(({ place }) => place);
  }

  return features.map((feature) => {
    let added = false;
    const shared = (ring: Position[]): Position[] =>
      ring.flatMap((at, i) => {
        const next = ring[i + 1];
        if (!next) return [at];
        const [a, b] = [placeOf(at), placeOf(next)];
        if (a[0] === b[0] && a[1] === b[1]) return [at];
        const between = within(a, b);
        added ||= between.length > 0;
        return [at, ...between.map(([x, y]) => toPosition(x, y))];
      });
    const { geometry } = feature;
    const drawn: Polygon | MultiPolygon =
      geometry.type === "Polygon"
        ? { ...geometry, coordinates: geometry.coordinates.map(shared) }
        : { ...geometry, coordinates: geometry.coordinates.map((part) => part.map(shared)) };
    return added ? { ...feature, geometry: drawn } : feature;
  });
}

const ringsOf = (geometry: Polygon | MultiPolygon): Position[][] =>
  geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

const placeOf = ([lon, lat]: Position): [number, number] => [toLattice(lon!), toLattice(lat!)];
