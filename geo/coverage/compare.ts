/** Compares two coverages: which ground changes hands, and what became of each grid. */

import { featureCollection } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import Flatbush from "flatbush";
import type { Position } from "geojson";
import { localProjection, type Projection } from "../projection.js";
import { gridGeometry } from "./build.js";
import type { GridId } from "./edge.js";
import type { Coverage, Face } from "./model.js";
import { shapeOf } from "./shape.js";

/** A connected piece of ground with another owner; null is no grid. */
export interface Handover {
  readonly from: GridId | null;
  readonly to: GridId | null;
  /** Square metres. */
  readonly area: number;
  readonly geometry: { type: "Polygon"; coordinates: Position[][] };
}

/**
 * - `same`: the same ground (within the tolerance), under the same id or another
 * - `split`: one grid became several, `merge`: several became one
 * - `redraw`: borders moved; also where grids were split and merged at once
 * - `new`, `gone`: on ground that no grid had, or that no grid has any more
 */
export interface Lineage {
  readonly kind: "same" | "split" | "merge" | "redraw" | "new" | "gone";
  readonly before: GridId[];
  readonly after: GridId[];
}

export interface Comparison {
  readonly handovers: Handover[];
  readonly lineage: Lineage[];
}

export interface CompareOptions {
  /**
   * Share of a grid's area below which a common piece does not make it a descendant; 0.05 by
   * default.
   */
  readonly kinship?: number;
  /** Square metres below which a piece is the rounding of a new vertex; 1 by default. */
  readonly least?: number;
}

/** A vertex put into a long border moves it by up to a lattice step; that is no other grid. */
const SAME = 1e-4;

interface Common {
  before: Face;
  after: Face;
  area: number;
}

/** Grids that are the same ring for ring cost a look; only the others are intersected. */
export function compareCoverages(
  before: Coverage,
  after: Coverage,
  options: CompareOptions = {},
): Comparison {
  const least = options.least ?? 1,
    kinship = options.kinship ?? 0.05;
  const first = before.faces.values().next().value ?? after.faces.values().next().value;
  if (!first) return { handovers: [], lineage: [] };
  const { box } = shapeOf(
    before.faces.has(first.id) && before.faces.get(first.id) === first ? before : after,
    first,
  );
  const projection = localProjection((box.minX + box.maxX) / 2e7, (box.minY + box.maxY) / 2e7);
  const oldByShape = new Map<string, Face>();
  for (const face of before.faces.values()) oldByShape.set(outlineKey(before, face), face);
  const lineage: Lineage[] = [];
  const oldOpen = new Set(before.faces.values()),
    newOpen = new Set(after.faces.values());
  const handovers: Handover[] = [];
  for (const face of after.faces.values()) {
    const twin = oldByShape.get(outlineKey(after, face));
    if (!twin || !oldOpen.has(twin)) continue;
    oldOpen.delete(twin);
    newOpen.delete(face);
    lineage.push({ kind: "same", before: [twin.id], after: [face.id] });
    if (twin.id !== face.id)
      for (const g of piecesOf(gridGeometry(after, face)))
        handovers.push({ from: twin.id, to: face.id, ...measured(projection, g) });
  }
  const commons: Common[] = [];
  const covered = new Map<Face, number>();
  for (const [a, b] of candidatePairs(before, [...oldOpen], after, [...newOpen])) {
    let area = 0;
    for (const g of common(before, a, after, b)) {
      const piece = measured(projection, g);
      if (piece.area < least) continue;
      area += piece.area;
      if (a.id !== b.id) handovers.push({ from: a.id, to: b.id, ...piece });
    }
    if (area === 0) continue;
    commons.push({ before: a, after: b, area });
    covered.set(a, (covered.get(a) ?? 0) + area);
    covered.set(b, (covered.get(b) ?? 0) + area);
  }
  const areaOf = (coverage: Coverage, face: Face): number =>
    piecesOf(gridGeometry(coverage, face)).reduce(
      (sum, g) => sum + measured(projection, g).area,
      0,
    );
  const oldArea = new Map([...oldOpen].map((f) => [f, areaOf(before, f)])),
    newArea = new Map([...newOpen].map((f) => [f, areaOf(after, f)]));
  lineage.push(
    ...families(
      commons.filter(
        (c) => c.area >= kinship * Math.min(oldArea.get(c.before) ?? 0, newArea.get(c.after) ?? 0),
      ),
      oldOpen,
      newOpen,
      oldArea,
      newArea,
      kinship,
    ),
  );
  return { handovers: handovers.sort((p, q) => q.area - p.area), lineage };
}

/** Equal for equal polygons, whatever vertex each ring starts with. */
function outlineKey(coverage: Coverage, face: Face): string {
  return JSON.stringify(
    shapeOf(coverage, face)
      .parts.flatMap(({ shell, holes }) => [shell, ...holes])
      .map(({ xy }) => {
        const n = xy.length - 2;
        let low = 0;
        for (let i = 2; i < n; i += 2)
          if (xy[i] < xy[low] || (xy[i] === xy[low] && xy[i + 1] < xy[low + 1])) low = i;
        return [...xy.subarray(low, n), ...xy.subarray(0, low)].join();
      })
      .sort(),
  );
}

function candidatePairs(
  before: Coverage,
  old: Face[],
  after: Coverage,
  fresh: Face[],
): [Face, Face][] {
  if (old.length === 0) return [];
  const tree = new Flatbush(old.length);
  for (const face of old) {
    const { box } = shapeOf(before, face);
    tree.add(box.minX, box.minY, box.maxX, box.maxY);
  }
  tree.finish();
  return fresh.flatMap((face) => {
    const { box } = shapeOf(after, face);
    return tree
      .search(box.minX, box.minY, box.maxX, box.maxY)
      .sort((p, q) => p - q)
      .map((i): [Face, Face] => [old[i], face]);
  });
}

function piecesOf(
  geometry:
    | { type: "Polygon"; coordinates: Position[][] }
    | { type: "MultiPolygon"; coordinates: Position[][][] },
): Position[][][] {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function common(before: Coverage, a: Face, after: Coverage, b: Face): Position[][][] {
  const found = intersect(
    featureCollection(
      [a, b].map((face, i) => ({
        type: "Feature" as const,
        properties: {},
        geometry: gridGeometry(i === 0 ? before : after, face),
      })),
    ),
  );
  return found ? piecesOf(found.geometry) : [];
}

function measured(
  projection: Projection,
  rings: Position[][],
): { area: number; geometry: Handover["geometry"] } {
  let area = 0;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = projection.forward(ring[i - 1][0], ring[i - 1][1]),
        [bx, by] = projection.forward(ring[i][0], ring[i][1]);
      area += (ax * by - ay * bx) / 2;
    }
  }
  return { area: Math.abs(area), geometry: { type: "Polygon", coordinates: rings } };
}

/** Grids that share ground belong to one family; its shape tells what happened. */
function families(
  commons: Common[],
  old: Set<Face>,
  fresh: Set<Face>,
  oldArea: Map<Face, number>,
  newArea: Map<Face, number>,
  kinship: number,
): Lineage[] {
  const kin = new Map<Face, Face[]>();
  const tie = (a: Face, b: Face): void => {
    kin.set(a, [...(kin.get(a) ?? []), b]);
  };
  for (const { before, after } of commons) {
    tie(before, after);
    tie(after, before);
  }
  const shared = new Map(commons.map((c) => [c, c.area]));
  const out: Lineage[] = [];
  const seen = new Set<Face>();
  for (const start of [...old, ...fresh]) {
    if (seen.has(start)) continue;
    seen.add(start);
    const family = [start];
    for (let i = 0; i < family.length; i++)
      for (const k of kin.get(family[i]) ?? [])
        if (!seen.has(k)) {
          seen.add(k);
          family.push(k);
        }
    const before = family.filter((f) => old.has(f)),
      after = family.filter((f) => fresh.has(f));
    const lost =
      1 -
      [...shared].filter(([c]) => family.includes(c.before)).reduce((s, [, a]) => s + a, 0) /
        Math.max(
          before.reduce((s, f) => s + (oldArea.get(f) ?? 0), 0),
          after.reduce((s, f) => s + (newArea.get(f) ?? 0), 0),
        );
    const whole = lost < kinship;
    const kind =
      before.length === 0
        ? "new"
        : after.length === 0
          ? "gone"
          : before.length === 1 && after.length === 1
            ? lost < SAME
              ? "same"
              : "redraw"
            : whole && before.length === 1
              ? "split"
              : whole && after.length === 1
                ? "merge"
                : "redraw";
    out.push({ kind, before: before.map((f) => f.id), after: after.map((f) => f.id) });
  }
  return out;
}
