import { convex } from "@turf/convex";
import { featureCollection, multiPolygon, point, polygon } from "@turf/helpers";
import type { MultiPolygon, Polygon } from "geojson";
import { localProjection } from "../projection.js";
import { clipShape, type Outline, outlineOf } from "./clip-shape.js";
import { dissolveCells, type OwnedPlace, type Rings } from "./dissolve-cells.js";
import type { Group, GroupingInput, Household, Position } from "./model.js";

export interface ShapeOptions {
  /**
   * Cells tile the ground around the households; hulls are the smallest convex shapes around a
   * group, 15 m wider than its homes; fitting: a hull where homes are scattered, or cells would be
   * bubbles, and cells elsewhere.
   */
  style: "cells" | "hulls" | "fitting";
  /** Metres around a household beyond which its cell does not reach. */
  reach: number;
  /** Clip to this area, in the households' coordinates. */
  boundary?: Polygon | MultiPolygon;
  /** Clip groups of these areas (`Household.area`), in the households' coordinates. */
  areas?: Readonly<Record<string, Polygon | MultiPolygon>>;
  /**
   * A place that several groups share: cut into strips by stair and floor, or given to all of them.
   */
  sharedPlaces: "split" | "all";
}

export const CELLS: ShapeOptions = { style: "cells", reach: 60, sharedPlaces: "split" };
export const FITTING: ShapeOptions = { ...CELLS, style: "fitting" };

export interface GroupShape {
  group: string;
  shape: Polygon | MultiPolygon;
}

/** Lines from every member to the centre of its group, where they are not at one place. */
export interface GroupSpokes {
  group: string;
  spokes: Position[][];
}

type Drawn = Pick<Group, "id" | "centre" | "members">;

/** Metres from a hull to its outermost homes. */
const HULL_MARGIN = 15;
/** Reaches between homes from which on cells look like a string of bubbles. */
const SCATTERED = 1.5;

/**
 * Draws every group as an area, in the coordinates of the input.
 *
 * Cells are the Voronoi cells of distinct places in a metric plane, dissolved by group, no further
 * than `reach` and within boundary and areas; they do not overlap unless places are shared "all".
 * They say which group the ground is nearest to, nothing about parcels. Hulls may overlap.
 */
export function drawShapes(
  input: GroupingInput,
  plan: { readonly groups: readonly Drawn[] },
  options: ShapeOptions = CELLS,
): GroupShape[] {
  const { forward, inverse } = plane(input);
  const homes = new Map(
    input.households.map((h) => [h.id, { area: h.area, at: forward([h.x, h.y]) }]),
  );
  const boundary = options.boundary && outlineOf(reproject(options.boundary, forward));
  const areas = new Map<string, Outline>();
  const areaOf = (name: string | undefined): Outline | undefined => {
    const shape = name === undefined ? undefined : options.areas?.[name];
    if (name === undefined || shape === undefined) return undefined;
    let outline = areas.get(name);
    if (outline === undefined) areas.set(name, (outline = outlineOf(reproject(shape, forward))));
    return outline;
  };
  const hulls = new Map<string, Polygon>();
  for (const group of plan.groups) {
    const at = group.members.map((id) => homes.get(id)!.at);
    if (options.style === "cells" || group.members.length === 0) continue;
    if (options.style === "hulls" || widestGap(at) > SCATTERED * options.reach)
      hulls.set(group.id, drawHull(at));
  }
  const cells =
    hulls.size < plan.groups.length
      ? dissolveCells(ownPlaces(input, plan, options.sharedPlaces, forward), options.reach)
      : new Map<string, Rings[]>();
  const shapes: GroupShape[] = [];
  for (const { id, centre } of plan.groups) {
    const rings = cells.get(id);
    let drawn: Polygon | MultiPolygon | null = hulls.get(id) ?? (rings ? shapeOf(rings) : null);
    for (const outline of [areaOf(homes.get(centre)?.area), boundary])
      if (drawn && outline) drawn = clipShape(drawn, outline);
    if (drawn) shapes.push({ group: id, shape: reproject(drawn, inverse) });
  }
  return shapes;
}

/** Who walks where: a line from every member to its group's centre. */
export function drawSpokes(
  input: GroupingInput,
  plan: { readonly groups: readonly Drawn[] },
): GroupSpokes[] {
  const placeOf = new Map(input.households.map((h) => [h.id, [h.x, h.y] as Position]));
  return plan.groups.map(({ id, centre, members }) => {
    const to = placeOf.get(centre);
    const spokes = members
      .map((member) => placeOf.get(member)!)
      .filter((from) => to && (from[0] !== to[0] || from[1] !== to[1]))
      .map((from) => [from, to!]);
    return { group: id, spokes };
  });
}

const shapeOf = (polygons: Rings[]): Polygon | MultiPolygon =>
  polygons.length === 1 ? polygon(polygons[0]).geometry : multiPolygon(polygons).geometry;

/** Metres of the longest edge of the shortest tree over places (Prim 1957). */
function widestGap(at: readonly Position[]): number {
  const near = at.map(() => Infinity);
  let widest = 0,
    last = 0;
  near[0] = -1;
  for (let round = 1; round < at.length; round++) {
    let next = -1;
    for (let i = 0; i < at.length; i++) {
      if (near[i] < 0) continue;
      near[i] = Math.min(near[i], Math.hypot(at[i][0] - at[last][0], at[i][1] - at[last][1]));
      if (next < 0 || near[i] < near[next]) next = i;
    }
    widest = Math.max(widest, near[next]);
    near[next] = -1;
    last = next;
  }
  return widest;
}

function drawHull(at: readonly Position[]): Polygon {
  const rim = at.flatMap(([x, y]) =>
    Array.from({ length: 16 }, (_, k) => {
      const angle = (k * Math.PI) / 8;
      return point([x + HULL_MARGIN * Math.cos(angle), y + HULL_MARGIN * Math.sin(angle)]);
    }),
  );
  return convex(featureCollection(rim))!.geometry;
}

/** Distinct places and whose they are; of shared ones, strips by stair and floor. */
function ownPlaces(
  input: GroupingInput,
  plan: { readonly groups: readonly Drawn[] },
  mode: ShapeOptions["sharedPlaces"],
  forward: (p: Position) => Position,
): OwnedPlace[] {
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
  return Array.from(places.values(), ({ at: [x, y], households }) => {
    const grouped = households.filter((h) => groupOf.has(h.id)).sort(byStairAndFloor);
    const groups = [...new Set(grouped.map((h) => groupOf.get(h.id)!))];
    if (mode === "all" || groups.length < 2) return { x, y, strips: [{ groups, share: 1 }] };
    const strips = groups.map((group) => {
      const own = grouped.filter((h) => groupOf.get(h.id) === group);
      return { groups: [group], share: own.length / grouped.length };
    });
    return { x, y, strips };
  });
}

const byStairAndFloor = (a: Household, b: Household): number =>
  (a.stair ?? "").localeCompare(b.stair ?? "", "en", { numeric: true }) ||
  (a.floor ?? 0) - (b.floor ?? 0);

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

function reproject(
  shape: Polygon | MultiPolygon,
  move: (p: Position) => Position,
): Polygon | MultiPolygon {
  const ring = (r: number[][]): number[][] => r.map((p) => move([p[0], p[1]]));
  return shape.type === "Polygon"
    ? { type: "Polygon", coordinates: shape.coordinates.map(ring) }
    : { type: "MultiPolygon", coordinates: shape.coordinates.map((p) => p.map(ring)) };
}
