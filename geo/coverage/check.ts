/**
 * Is a set of polygons a seamless coverage? Coordinates are read as they stand; a crack or overlap
 * of any width is a
 * finding. PostGIS and GEOS call edge-matched polygons with a missing one among them, and slivers,
 * a valid coverage
 * (ST_CoverageInvalidEdges); a plan of grids is not sound with either.
 */

import { area } from "@turf/area";
import { featureCollection } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import type { Feature, Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { CRACK_REACH, findCracks } from "./check/cracks.js";
import { polygonFault } from "./check/polygon-fault.js";
import { type RawPolygon, readPolygons } from "./check/read-polygons.js";
import { type HalfPiece, type Loop, nestLoops, traceLoops } from "./check/regions.js";
import { BOUNDARY, EPS, nodeRim, polygonContains, type Rim, type RimPiece } from "./check/rim.js";
import type { GridCollection } from "./collection.js";
import type { Finding, Fix } from "./model.js";
import { said } from "./phrases.js";

export interface CheckOptions {
  /** What the grids should fill, EPSG:4326. */
  readonly boundary?: Polygon | MultiPolygon;
  /** Metres: narrower gaps and overlaps are called slivers. It hides nothing. */
  readonly tolerance?: number;
  /** False: enclosed ground that no grid covers is no finding, slivers excepted. */
  readonly holes?: boolean;
}

/**
 * @returns every fault, each with its place, the grids concerned and ways out; empty when the
 * coverage is sound
 */
export function checkCoverage(collection: GridCollection, options: CheckOptions = {}): Finding[] {
  const tolerance = options.tolerance ?? 0.5;
  const { polygons, places } = readPolygons(collection);
  const findings: Finding[] = [];
  const faulty = new Set<number>();
  polygons.forEach((polygon, g) => {
    const fault = polygonFault(polygon);
    if (!fault) return;
    faulty.add(g);
    findings.push({
      kind: "invalid-polygon",
      ids: [polygon.id],
      geometry: { type: "Point", coordinates: fault.at },
      ...said(fault.code, { grid: polygon.id }),
      fixes: [
        fault.touch
          ? {
              kind: "separate-parts",
              grid: polygon.id,
              at: fault.at,
              ...said("write-as-parts", {}),
            }
          : { kind: "redraw", grid: polygon.id, at: fault.at, ...said("redraw-ring", {}) },
      ],
    });
  });
  polygons.forEach((polygon) => {
    if (polygon.parts > 1) findings.push(multipart(polygon));
  });
  const boundary = options.boundary ? readBoundary(options.boundary, places) : null;
  const rim = nodeRim(polygons, places, boundary?.rings ?? []);
  findings.push(...overlapFindings(rim, polygons, faulty, collection, tolerance));
  for (const [place, ids] of rim.junctions) {
    const concerned = [...ids].filter((g) => !faulty.has(g));
    if (concerned.length < 2) continue;
    const at: Position = [places.xs[place], places.ys[place]];
    findings.push({
      kind: "t-junction",
      ids: concerned.map((g) => polygons[g].id),
      geometry: { type: "Point", coordinates: at },
      ...said("vertex-lacking", { grids: concerned.map((g) => polygons[g].id) }),
      fixes: [{ kind: "insert-vertex", at, ...said("insert-on-the-other-side", {}) }],
    });
  }
  findings.push(...regionFindings(rim, polygons, boundary, { ...options, tolerance }));
  return findings;
}

function multipart({ id, rings }: RawPolygon): Finding {
  const coordinates = rings.filter((r) => r.shell).map(({ xy }) => [pairs(xy)]);
  return {
    kind: "multipart",
    ids: [id],
    geometry: { type: "MultiPolygon", coordinates },
    ...said("in-parts", { grid: id, parts: coordinates.length }),
    fixes: [
      {
        kind: "separate-parts",
        grid: id,
        ...said("make-parts-grids", {}),
      },
    ],
  };
}

function readBoundary(boundary: Polygon | MultiPolygon, places: Rim["places"]): RawPolygon {
  const {
    polygons: [read],
    places: own,
  } = readPolygons({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: {}, geometry: boundary }],
  });
  for (const { places: path } of read.rings)
    for (let i = 0; i < path.length; i++) path[i] = places.add(own.xs[path[i]], own.ys[path[i]]);
  return read;
}

function pairs(xy: ArrayLike<number>): Position[] {
  const out: Position[] = [];
  for (let i = 0; i < xy.length; i += 2) out.push([xy[i], xy[i + 1]]);
  return out;
}

/**
 * Area in square metres and width (twice area over perimeter) of rings in degrees; flat, for naming
 * only.
 */
function measure(rings: ArrayLike<number>[]): { area: number; width: number; slender: boolean } {
  const ky = 110574,
    kx = 111320 * Math.cos((rings[0][1] * Math.PI) / 180);
  let area = 0,
    perimeter = 0;
  for (const xy of rings) {
    for (let i = 2; i < xy.length; i += 2) {
      area +=
        ((xy[i - 2] - xy[0]) * (xy[i + 1] - xy[1]) - (xy[i - 1] - xy[1]) * (xy[i] - xy[0])) *
        kx *
        ky;
      perimeter += Math.hypot((xy[i] - xy[i - 2]) * kx, (xy[i + 1] - xy[i - 1]) * ky);
    }
  }
  area = Math.abs(area) / 2;
  return {
    area,
    width: (2 * area) / perimeter,
    slender: (4 * Math.PI * area) / perimeter ** 2 < 0.2,
  };
}

function overlapFindings(
  rim: Rim,
  polygons: RawPolygon[],
  faulty: Set<number>,
  { features }: GridCollection,
  tolerance: number,
): Finding[] {
  const out: Finding[] = [];
  for (const key of rim.overlaps) {
    const [g, h] = key.split(",").map(Number);
    if (faulty.has(g) || faulty.has(h)) continue;
    const ids = [polygons[g].id, polygons[h].id];
    for (const rings of overlapPieces(
      features[g] as Feature<Polygon>,
      features[h] as Feature<Polygon>,
    )) {
      const { area, width } = measure(rings.map((r) => r.flat()));
      if (width < EPS * 1e5) continue;
      const sliver = width <= tolerance;
      const fixes: Fix[] = ids.map((grid) => ({
        kind: "trim",
        grid,
        ...said("take-from", { grid }),
      }));
      out.push({
        kind: sliver ? "sliver" : "overlap",
        ids,
        geometry: { type: "Polygon", coordinates: rings },
        ...said("overlap", { grids: ids, area, width }),
        fixes,
      });
    }
  }
  return out;
}

/**
 * The overlap's polygons; where the overlay library gives up, the smaller of the two, so that the
 * fault is not lost.
 */
function overlapPieces(
  a: Feature<Polygon | MultiPolygon>,
  b: Feature<Polygon | MultiPolygon>,
): Position[][][] {
  const polygonsOf = ({ geometry }: Feature<Polygon | MultiPolygon>): Position[][][] =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  try {
    const common = intersect(featureCollection([a, b]));
    return common ? polygonsOf(common) : [];
  } catch {
    return polygonsOf(area(a) <= area(b) ? a : b);
  }
}

/**
 * Metres. A vertex put into a slanted boundary moves it by up to a lattice step; grids drawn on the
 * lattice cannot follow
 * a boundary any closer, so what is narrower is no finding against it.
 */
const BOUNDARY_NOISE = 0.02;

interface Ground {
  piece: RimPiece;
  leftCovered: boolean;
  rightCovered: boolean;
  leftInside: boolean;
  rightInside: boolean;
}

/** What lies on both sides of every piece: is it covered, is it in the boundary. */
function survey(rim: Rim, boundary: RawPolygon | null): Ground[] {
  const { xs, ys } = rim.places;
  return rim.pieces.map((piece) => {
    const count = (side: number[]): number =>
      side.reduce((n, g) => n + (g === BOUNDARY ? 0 : 1), piece.within.length);
    const onLeft = piece.left.includes(BOUNDARY),
      onRight = piece.right.includes(BOUNDARY);
    const around =
      boundary && !onLeft && !onRight
        ? polygonContains(
            boundary,
            (xs[piece.a] + xs[piece.b]) / 2,
            (ys[piece.a] + ys[piece.b]) / 2,
          )
        : false;
    return {
      piece,
      leftCovered: count(piece.left) > 0,
      rightCovered: count(piece.right) > 0,
      leftInside: onLeft || around,
      rightInside: onRight || around,
    };
  });
}

/** Pieces bounding a region, with the region on the left. */
function halvesOf(
  ground: Ground[],
  region: (covered: boolean, inside: boolean) => boolean,
): HalfPiece[] {
  const out: HalfPiece[] = [];
  const owners = (...sides: number[][]): number[] => sides.flat().filter((g) => g !== BOUNDARY);
  for (const { piece, leftCovered, rightCovered, leftInside, rightInside } of ground) {
    const left = region(leftCovered, leftInside),
      right = region(rightCovered, rightInside);
    if (left && !right)
      out.push({ from: piece.a, to: piece.b, owners: owners(piece.right, piece.left) });
    if (right && !left)
      out.push({ from: piece.b, to: piece.a, owners: owners(piece.left, piece.right) });
  }
  return out;
}

function regionFindings(
  rim: Rim,
  polygons: RawPolygon[],
  boundary: RawPolygon | null,
  options: CheckOptions & { tolerance: number },
): Finding[] {
  const ground = survey(rim, boundary);
  const out: Finding[] = [];
  const idsOf = (...loops: Loop[]): string[] =>
    [...new Set(loops.flatMap((l) => [...l.owners]))].map((g) => polygons[g].id);
  const uncovered = halvesOf(ground, (covered) => !covered);
  const enclosed = new Set<string>();
  for (const { outer, inner } of nestLoops(traceLoops(uncovered, rim.places))) {
    const { area, width, slender } = measure([outer.xy, ...inner.map((l) => l.xy)]);
    if (width < EPS * 1e5) continue;
    for (let i = 1; i < outer.path.length; i++)
      enclosed.add(`${outer.path[i - 1]},${outer.path[i]}`);
    const x = (outer.xy[0] + outer.xy[2]) / 2,
      y = (outer.xy[1] + outer.xy[3]) / 2;
    const kind = width <= options.tolerance ? "sliver" : slender ? "gap" : "hole";
    const meant = boundary
      ? !polygonContains(boundary, x, y)
      : options.holes === false && kind !== "sliver";
    if (!meant) out.push(gapFinding(kind, idsOf(outer, ...inner), [outer, ...inner], area, width));
  }
  // Cracks are looked for only where the uncovered ground is open to the outside; what is enclosed
  // has been told.
  const open = uncovered.filter((h) => !enclosed.has(`${h.from},${h.to}`));
  for (const { grids, lines, width } of findCracks(
    open,
    rim.places,
    Math.max(options.tolerance, CRACK_REACH),
  )) {
    const ids = grids.map((g) => polygons[g].id);
    out.push({
      kind: width <= options.tolerance ? "sliver" : "gap",
      ids,
      geometry: { type: "MultiLineString", coordinates: lines },
      ...said("crack", { grids: ids, width }),
      fixes: [{ kind: "close", grid: ids[0], ...said("snap-together", {}) }],
    });
  }
  if (!boundary) return out;
  for (const [kind, region] of [
    ["uncovered", (covered: boolean, inside: boolean) => !covered && inside],
    ["outside", (covered: boolean, inside: boolean) => covered && !inside],
  ] as const) {
    for (const { outer, inner } of nestLoops(traceLoops(halvesOf(ground, region), rim.places))) {
      const { area, width } = measure([outer.xy, ...inner.map((l) => l.xy)]);
      const told =
        kind === "uncovered" &&
        outer.path.every((p, i) => i === 0 || enclosed.has(`${outer.path[i - 1]},${p}`));
      if (width < BOUNDARY_NOISE || told) continue;
      const ids = idsOf(outer, ...inner);
      out.push({
        kind,
        ids,
        geometry: outline([outer, ...inner]),
        ...(kind === "uncovered"
          ? said("uncovered", { area, width })
          : said("reaches-out", { grids: ids, area, width })),
        fixes:
          kind === "uncovered"
            ? ids.map((grid): Fix => ({ kind: "assign", grid, ...said("give-to", { grid }) }))
            : ids.map((grid): Fix => ({ kind: "trim", grid, ...said("trim-at-boundary", {}) })),
      });
    }
  }
  return out;
}

function outline(loops: Loop[]): Geometry {
  return { type: "Polygon", coordinates: loops.map((l) => pairs(l.xy)) };
}

function gapFinding(
  kind: "sliver" | "gap" | "hole",
  ids: string[],
  loops: Loop[],
  area: number,
  width: number,
): Finding {
  return {
    kind,
    ids,
    geometry: outline(loops),
    ...said("nobodys-ground", { grids: ids, area, width }),
    fixes: ids
      .slice(0, 6)
      .map((grid): Fix => ({ kind: "assign", grid, ...said("give-to", { grid }) })),
  };
}
