import { convex } from "@turf/convex";
import { featureCollection, point, polygon } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import { union } from "@turf/union";
import { voronoi } from "@turf/voronoi";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { localProjection } from "../projection.js";
import type { GroupingInput, Household, Plan, Position } from "./model.js";

export interface ShapeOptions {
  /**
   * Cells tile the ground around the households; hulls are the smallest convex shapes around a
   * group.
   */
  style: "cells" | "hulls";
  /** Metres around a household beyond which its cell does not reach. */
  reach: number;
  /** Clip to this area, in the households' coordinates. */
  boundary?: Polygon | MultiPolygon;
  /**
   * A place that several groups share: cut into strips by stair and floor, or given to all of them.
   */
  sharedPlaces: "split" | "all";
}

export const CELLS: ShapeOptions = { style: "cells", reach: 60, sharedPlaces: "split" };

export interface GroupShape {
  group: string;
  shape: Polygon | MultiPolygon;
}

type Area = Feature<Polygon | MultiPolygon>;

/** What a group's shape is made of: the union of `cells`, as far as one of `discs` reaches. */
interface Pieces {
  cells: Area[];
  discs: Area[];
}

/**
 * Draws every group as an area, in the coordinates of the input. Cells are Voronoi cells of
 * distinct places (Turf, in a
 * metric plane), dissolved by group, clipped to `reach` and the boundary; they do not overlap
 * unless places are shared
 * "all". They say which group the ground is nearest to, nothing about parcels.
 */
export function drawShapes(
  input: GroupingInput,
  plan: Plan,
  options: ShapeOptions = CELLS,
): GroupShape[] {
  const { forward, inverse } = plane(input);
  const byId = new Map(input.households.map((h) => [h.id, h]));
  const boundary = options.boundary
    ? reproject({ type: "Feature", properties: {}, geometry: options.boundary }, forward)
    : null;
  const finish = (area: Area | null): Area | null =>
    area && boundary ? intersect(featureCollection([area, boundary])) : area;
  const parts = new Map<string, Pieces>();
  if (options.style === "hulls") {
    for (const group of plan.groups) {
      const hull = convex(
        featureCollection(
          group.members.map((id) => point(forward([byId.get(id)!.x, byId.get(id)!.y]))),
        ),
      );
      const [x, y] = forward([byId.get(group.centre)!.x, byId.get(group.centre)!.y]);
      parts.set(group.id, { cells: [hull ?? disc(x, y, options.reach / 4)], discs: [] });
    }
  } else collectCells(input, plan, options, forward, parts);

  const shapes: GroupShape[] = [];
  for (const [group, { cells, discs }] of parts) {
    // Neighbouring cells share their corners to the last bit, so they dissolve cleanly; clipped one
    // by one they would
    // not. The result is the same: the nearest place of the group is the one whose disc reaches
    // furthest.
    const finished = finish(merge(cells, discs));
    if (finished) shapes.push({ group, shape: reproject(finished, inverse).geometry });
  }
  return shapes;
}

function collectCells(
  input: GroupingInput,
  plan: Plan,
  options: ShapeOptions,
  forward: (p: Position) => Position,
  parts: Map<string, Pieces>,
): void {
  const groupOf = new Map<string, string>();
  for (const group of plan.groups) for (const id of group.members) groupOf.set(id, group.id);
  const places = new Map<string, { at: Position; households: Household[] }>();
  for (const h of input.households) {
    const at = forward([h.x, h.y]);
    const key = `${at[0].toFixed(3)} ${at[1].toFixed(3)}`;
    const place = places.get(key);
    if (place) place.households.push(h);
    else places.set(key, { at, households: [h] });
  }
  const list = [...places.values()];
  const { reach } = options;
  const xs = list.map((p) => p.at[0]),
    ys = list.map((p) => p.at[1]);
  const least = (v: number[]): number => v.reduce((a, b) => Math.min(a, b), Infinity),
    most = (v: number[]): number => v.reduce((a, b) => Math.max(a, b), -Infinity);
  const cells = voronoi(featureCollection(list.map((p) => point(p.at))), {
    bbox: [least(xs) - reach, least(ys) - reach, most(xs) + reach, most(ys) + reach],
  });
  list.forEach((place, k) => {
    const around = disc(place.at[0], place.at[1], reach);
    const cell: Area = list.length === 1 || !cells.features[k] ? around : cells.features[k];
    const grouped = place.households.filter((h) => groupOf.has(h.id));
    for (const [group, area] of share(cell, around, grouped, groupOf, options.sharedPlaces)) {
      let pieces = parts.get(group);
      if (!pieces) parts.set(group, (pieces = { cells: [], discs: [] }));
      pieces.cells.push(area);
      pieces.discs.push(around);
    }
  });
}

/**
 * Who gets the cell of a place. Strips run west to east in the order of stair, then floor, as wide
 * as the groups' shares.
 */
function share(
  cell: Area,
  around: Area,
  households: Household[],
  groupOf: Map<string, string>,
  mode: ShapeOptions["sharedPlaces"],
): [string, Area][] {
  const groups = [
    ...new Set(
      households
        .slice()
        .sort(
          (a, b) =>
            (a.stair ?? "").localeCompare(b.stair ?? "", "en", { numeric: true }) ||
            (a.floor ?? 0) - (b.floor ?? 0),
        )
        .map((h) => groupOf.get(h.id)!),
    ),
  ];
  if (groups.length <= 1 || mode === "all") return groups.map((group) => [group, cell]);
  // Only what will be left of the cell counts for the widths.
  cell = intersect(featureCollection([cell, around])) ?? around;
  const ring =
    cell.geometry.type === "Polygon"
      ? cell.geometry.coordinates[0]
      : cell.geometry.coordinates.flatMap((p) => p[0]);
  const xs = ring.map((p) => p[0]),
    ys = ring.map((p) => p[1]);
  const west = Math.min(...xs),
    width = Math.max(...xs) - west,
    south = Math.min(...ys) - 1,
    north = Math.max(...ys) + 1;
  let done = 0;
  const result: [string, Area][] = [];
  for (const group of groups) {
    const part = households.filter((h) => groupOf.get(h.id) === group).length / households.length;
    const x0 = west + done * width,
      x1 = west + (done + part) * width;
    done += part;
    const strip = polygon([
      [
        [x0, south],
        [x1, south],
        [x1, north],
        [x0, north],
        [x0, south],
      ],
    ]);
    const area = intersect(featureCollection<Polygon | MultiPolygon>([cell, strip]));
    if (area) result.push([group, area]);
  }
  return result;
}

const dissolve = (areas: Area[]): Area | null =>
  areas.length > 1 ? union(featureCollection(areas.map(toMillimetres))) : (areas[0] ?? null);

function merge(cells: Area[], discs: Area[]): Area | null {
  try {
    const ground = dissolve(cells),
      near = dissolve(discs);
    return ground && near ? intersect(featureCollection([ground, near])) : ground;
  } catch {
    // Turf's clipper (polyclip-ts 0.16) gives up on some nearly collinear edges ("unable to
    // complete output ring"):
    // then the pieces stand side by side, each clipped by itself, undissolved.
    const pieces = cells
      .map((cell, k) => (discs[k] ? intersect(featureCollection([cell, discs[k]])) : cell))
      .filter((p) => p !== null);
    return {
      type: "Feature",
      properties: {},
      geometry: {
        type: "MultiPolygon",
        coordinates: pieces.flatMap(({ geometry: g }) =>
          g.type === "Polygon" ? [g.coordinates] : g.coordinates,
        ),
      },
    };
  }
}

/** Corners that should be one are one: the clipper is exact about differences of 1e-13 m. */
const toMillimetres = (area: Area): Area =>
  reproject(area, ([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);

function disc(x: number, y: number, radius: number): Area {
  const ring: Position[] = [];
  for (let k = 0; k < 24; k++)
    ring.push([
      x + radius * Math.cos((k * Math.PI) / 12),
      y + radius * Math.sin((k * Math.PI) / 12),
    ]);
  ring.push(ring[0]);
  return polygon([ring]);
}

function plane(input: GroupingInput): {
  forward: (p: Position) => Position;
  inverse: (p: Position) => Position;
} {
  if (input.planar || input.households.length === 0)
    return { forward: (p) => p, inverse: (p) => p };
  const lons = input.households.map((h) => h.x),
    lats = input.households.map((h) => h.y);
  const middle = (v: number[]): number =>
    (v.reduce((a, b) => Math.min(a, b)) + v.reduce((a, b) => Math.max(a, b))) / 2;
  const projection = localProjection(middle(lons), middle(lats));
  return {
    forward: ([lon, lat]) => projection.forward(lon, lat),
    inverse: ([x, y]) => projection.inverse(x, y),
  };
}

function reproject(area: Area, move: (p: Position) => Position): Area {
  const ring = (r: number[][]): number[][] => r.map((p) => move([p[0], p[1]]));
  const { geometry } = area;
  return {
    ...area,
    geometry:
      geometry.type === "Polygon"
        ? { type: "Polygon", coordinates: geometry.coordinates.map(ring) }
        : { type: "MultiPolygon", coordinates: geometry.coordinates.map((p) => p.map(ring)) },
  };
}
