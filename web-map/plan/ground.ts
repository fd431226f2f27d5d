import type { Geometry, Position } from "geojson";
import { type Footprint, Footprints, ForeignLines } from "../../geo/coverage/browser.js";
import { toPosition } from "../../geo/coverage/edge.js";
import { pointInRing } from "../../geo/coverage/lattice.js";
import { toLattice } from "../../geo/snap.js";
import type { GroundNearQuery } from "../gql/graphql.js";
import type { LngLat } from "../map/map-adapter.js";

/** What borders keep clear of, and what they follow, as exactly as the service has it. */
export interface Ground {
  footprints: Footprints;
  /** Streets, waters and parcels. */
  lines: ForeignLines;
  nameOf(building: string): string | undefined;
}

/** Null: there is more of it than can be read at once, and part of it would be worse than none. */
export function groundOf(read: GroundNearQuery): Ground | null {
  const lists = [read.buildings, read.streets, read.waters, read.parcels];
  if (lists.some(({ pageInfo }) => pageInfo.hasNextPage)) return null;
  const names = new Map(read.buildings.nodes.map(({ id, name }) => [id, name ?? undefined]));
  return {
    footprints: Footprints.read(
      read.buildings.nodes.map(({ id, geometry }) => ({
        id,
        outlines: geometry?.type === "MultiPolygon" ? geometry.coordinates.map((p) => p[0]!) : [],
      })),
    ),
    lines: new ForeignLines(
      [read.streets, read.waters, read.parcels].flatMap(({ nodes }) =>
        nodes.flatMap(({ geometry }) => linesOf(geometry)),
      ),
    ),
    nameOf: (building) => names.get(building),
  };
}

function linesOf(geometry: Geometry | null | undefined): Position[][] {
  switch (geometry?.type) {
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    default:
      return [];
  }
}

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

/** Outlines of buildings, as a map draws them. */
export const outlinesOf = (ground: Ground | null, ids: readonly string[]): Geometry[] =>
  ids.flatMap((id) => {
    const found = ground?.footprints.get(id);
    const parts = found?.rings.map((ring) => [
      Array.from({ length: ring.length / 2 }, (_, i) => toPosition(ring[2 * i]!, ring[2 * i + 1]!)),
    ]);
    return parts ? [{ type: "MultiPolygon", coordinates: parts }] : [];
  });
