import type { Geometry } from "geojson";
import { Footprints, ForeignLines } from "../../geo/coverage/browser.js";
import { toPosition } from "../../geo/coverage/edge.js";
import type { GroundNearQuery } from "../gql/graphql.js";

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
    lines: ForeignLines.along(
      [read.streets, read.waters, read.parcels].flatMap(({ nodes }) =>
        nodes.map(({ geometry }) => geometry),
      ),
    ),
    nameOf: (building) => names.get(building),
  };
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
