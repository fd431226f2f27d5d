import { classifyRings, VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { Context } from "../../api/core/context.js";
import type { Services } from "../../api/core/services.js";
import type { Person, Viewer } from "../../api/policy/viewer.js";
import type { TileAddress } from "../../api/tiles/tile-address.js";
import type { RoleName } from "../../schema/roles.js";
import { COUNTY } from "./tile-town.js";

export function person(
  role: RoleName,
  more: Partial<Person> & { grids?: readonly string[] } = {},
): Person {
  const { grids = [], ...rest } = more;
  return {
    kind: "person",
    actor: `person:${role}`,
    accountId: "0190f000-0000-7000-8000-000000000000",
    name: role,
    assignments: [{ role, county: COUNTY, grids, villages: [], organisations: [] }],
    ...rest,
  };
}

export const contextOf = (services: Services, viewer: Viewer): Context =>
  new Context(services, viewer, "tile");

/** The tile that holds a place. */
export function tileAt(z: number, lon = 120.5752, lat = 31.3003): TileAddress {
  const n = 2 ** z;
  return {
    z,
    x: Math.floor(((lon + 180) / 360) * n),
    y: Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * n),
  };
}

/** Where a place lies in a tile, in units, by the formula of the format. */
export function unitsOf([lon, lat]: readonly number[], { z, x, y }: TileAddress): [number, number] {
  const n = 4096 * 2 ** z;
  return [
    ((lon! + 180) / 360) * n - x * 4096,
    (0.5 - Math.asinh(Math.tan((lat! * Math.PI) / 180)) / (2 * Math.PI)) * n - y * 4096,
  ];
}

export interface Decoded {
  type: number;
  properties: Record<string, string | number | boolean>;
  rings: [number, number][][];
}

/**
 * The features of one layer of a tile, as an independent reader sees them: the objects, or with
 * `grids-edges` a part made from them.
 */
export function decode(tile: Uint8Array, layer: string): Decoded[] {
  if (tile.length === 0) return [];
  const { layers } = new VectorTile(new PbfReader(tile));
  const [objects] = layer.split("-");
  const foreign = Object.keys(layers).filter((n) => n !== objects && !n.startsWith(`${objects}-`));
  if (foreign.length > 0) throw new Error(`a tile of ${objects} holds ${foreign.join()}`);
  const found = layers[layer];
  if (!found) return [];
  if (found.extent !== 4096 || found.version !== 2)
    throw new Error("not 4096 units, or not version 2");
  return Array.from({ length: found.length }, (_, i) => {
    const feature = found.feature(i);
    return {
      type: feature.type,
      properties: feature.properties,
      rings: feature.loadGeometry().map((ring) => ring.map((p): [number, number] => [p.x, p.y])),
    };
  });
}

const key = (d: Decoded) => String(d.properties["id"] ?? JSON.stringify(d.rings[0]![0]));
export const sorted = (features: Decoded[]): Decoded[] =>
  [...features].sort((a, b) => (key(a) < key(b) ? -1 : 1));

/** Twice-signed area of a ring by the surveyor's formula: positive for an outer ring. */
export const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!;
    return sum + x * v - u * y;
  }, 0) / 2;

/** Polygons of a feature as GeoJSON, rings told apart as maps do it. */
export function polygonsOf({ rings }: Decoded): {
  type: "MultiPolygon";
  coordinates: number[][][][];
} {
  const points = rings.map((ring) => ring.map(([x, y]) => ({ x, y })));
  return {
    type: "MultiPolygon",
    coordinates: classifyRings(points as Parameters<typeof classifyRings>[0]).map((polygon) =>
      polygon.map((ring) => ring.map((p) => [p.x, p.y])),
    ),
  };
}
