/**
 * Makes a coverage of foreign polygons: snaps vertices, nodes all lines, and gives every face of
 * the arrangement to one
 * grid. What comes out is a coverage by construction, whatever went in; what was changed is told
 * piece by piece.
 */

import { area as turfArea } from "@turf/area";
import Flatbush from "flatbush";
import type { Position } from "geojson";
import KDBush from "kdbush";
import { toLattice } from "../snap.js";
import { assembleCoverage, buildCoverage, isCoverage } from "./build.js";
import { joinSegments, type Segment } from "./chains.js";
import { type HalfPiece, type Loop, nestLoops, traceLoops } from "./check/regions.js";
import { checkCoverage } from "./check.js";
import { checkWithin, type Within } from "./check-within.js";
import { type GridCollection, type GridFeature, gridIdOf } from "./collection.js";
import { type GridId, toPositions } from "./edge.js";
import { PairTable, PlaceTable, pointInRing } from "./lattice.js";
import { ledToContainers } from "./led-to-containers.js";
import { STEP } from "./locate.js";
import type { Coverage, FindingKind, Properties } from "./model.js";
import { nodeAll, type SegmentSet } from "./node-all.js";
import { type Said, said } from "./phrases.js";

export interface CleanOptions {
  /**
   * Metres: vertices nearer to each other, or to a border, are brought together. 0.1 by default.
   */
  readonly snap?: number;
  /**
   * Metres: gaps and loose parts narrower than this are given away whatever their size. 1 by
   * default.
   */
  readonly sliverWidth?: number;
  /** Square metres: gaps and loose parts smaller than this are given away. 100 by default. */
  readonly gapArea?: number;
  /**
   * Ground that stays whole: what of it a foreign grid claims goes to the nearest of its own, and
   * borders near its outline are led to it.
   */
  readonly within?: Within;
}

/** One piece of ground that changed hands, or none and one. */
export type Mend = Said & {
  readonly kind: FindingKind;
  /** Who claimed it, and who has it now; null: nobody, it lies outside. */
  readonly from: GridId[];
  readonly to: GridId | null;
  readonly area: number;
  readonly geometry: { type: "Polygon"; coordinates: Position[][] };
};

export interface Cleaned {
  readonly coverage: Coverage;
  readonly mends: Mend[];
  /** Vertices brought to another place, and the farthest way, metres. */
  readonly moved: { count: number; farthest: number };
}

interface ForeignFace {
  loops: Loop[];
  /** Whose container the face lies in; none: null. */
  home: GridId | null;
  claims: number[];
  /** Grids of other containers that claim it. */
  strangers: number[];
  owner: number;
  area: number;
  width: number;
}

const NOBODY = -1;

/**
 * Sound polygons come back as they are. Throws when the lines cannot be noded within the rounds
 * allowed (not seen; absurd input).
 */
export function cleanCoverage(collection: GridCollection, options: CleanOptions = {}): Cleaned {
  const { snap = 0.1, sliverWidth = 1, gapArea = 100, within } = options;
  const sound = asItIs(collection, gapArea, within);
  if (sound) return { coverage: sound, mends: [], moved: { count: 0, farthest: 0 } };
  const { set, rings, moved } = snapAll(
    within ? ledToContainers(collection, within.containers, snap) : collection,
    within?.containers.features ?? [],
    snap,
  );
  if (!nodeAll(set, snap / STEP / 2))
    throw new Error("The polygons' lines could not be noded (6b1d2f6e)");
  const { places, from, to } = set;
  const halves: HalfPiece[] = [];
  for (let i = 0; i < from.length; i++)
    halves.push({ from: from[i], to: to[i], owners: [] }, { from: to[i], to: from[i], owners: [] });
  const nested = nestLoops(traceLoops(halves, places));
  const faces = nested.map(({ outer, inner }): ForeignFace => {
    const loops = [outer, ...inner.filter((l) => l.area2 < 0)];
    const nobodys = { home: null, claims: [], strangers: [], owner: NOBODY };
    return { loops, ...nobodys, ...sizeOfLoops(loops) };
  });
  const faceOf = new Int32Array(halves.length).fill(-1);
  nested.forEach(({ outer, inner }, f) => {
    for (const loop of [outer, ...inner]) for (const step of loop.steps) faceOf[step] = f;
  });
  claim(faces, rings, collection, within);
  const mends: Mend[] = [];
  const ids = collection.features.map(gridIdOf);
  const homes = within ? collection.features.map(within.of) : null;
  decide(faces, faceOf, halves, places, { sliverWidth, gapArea }, ids, homes, mends);
  return { coverage: assembled(collection, ids, faces, faceOf, set), mends, moved };
}

/** Polygons that need no cleaning, as the coverage they are. */
function asItIs(collection: GridCollection, gapArea: number, within?: Within): Coverage | null {
  const isSound = checkCoverage(collection).every(
    ({ kind, geometry }) =>
      kind === "multipart" || (kind === "hole" && turfArea(geometry) >= gapArea),
  );
  if (!isSound || (within && checkWithin(collection, within).length > 0)) return null;
  const built = buildCoverage(collection);
  return isCoverage(built) ? built : null;
}

/** Borders are where the owners of two faces differ. */
function assembled(
  collection: GridCollection,
  ids: readonly GridId[],
  faces: readonly ForeignFace[],
  faceOf: Int32Array,
  { places, from, to }: SegmentSet,
): Coverage {
  const segments: Segment[] = [];
  for (let i = 0; i < from.length; i++) {
    const label = (half: number): GridId | null => {
      const f = faceOf[half];
      return f < 0 || faces[f].owner < 0 ? null : ids[faces[f].owner];
    };
    const left = label(2 * i),
      right = label(2 * i + 1);
    if (left !== right)
      segments.push({
        ax: places.xs[from[i]],
        ay: places.ys[from[i]],
        bx: places.xs[to[i]],
        by: places.ys[to[i]],
        left,
        right,
      });
  }
  const edges = joinSegments(segments, () => false, 0);
  if (!Array.isArray(edges))
    throw new Error(`The cleaned lines do not join at ${edges.x}, ${edges.y} (4f7a90d2)`);
  const grids = collection.features.map((feature, i): [GridId, Properties] => [
    ids[i],
    feature.properties ?? {},
  ]);
  const present = new Set(segments.flatMap((s) => [s.left, s.right]));
  return assembleCoverage(
    edges,
    grids.filter(([id]) => present.has(id)),
  );
}

/** A ring of a grid, or of a container: numbered from -1 downwards. */
interface ForeignRing {
  of: number;
  xy: number[];
}

/**
 * Snaps to the lattice, then vertices near each other to the first of them: those of containers
 * come first and stay.
 */
function snapAll(
  { features }: GridCollection,
  containers: readonly GridFeature[],
  snap: number,
): { set: SegmentSet; rings: ForeignRing[]; moved: Cleaned["moved"] } {
  const places = new PlaceTable(1024);
  const raw: { of: number; path: number[] }[] = [];
  let lat = 0;
  const read = ({ geometry }: GridFeature, of: number): void => {
    for (const polygon of geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.coordinates) {
      for (const ring of polygon) {
        lat = ring[0][1];
        raw.push({ of, path: ring.map(([x, y]) => places.add(toLattice(x), toLattice(y))) });
      }
    }
  };
  containers.forEach((container, c) => {
    read(container, -1 - c);
  });
  const fixed = places.size;
  features.forEach(read);
  const target = new Int32Array(places.size).fill(-1);
  const moved = { count: 0, farthest: 0 };
  const squeeze = Math.cos((lat * Math.PI) / 180),
    reach = snap / STEP;
  if (places.size > 0) {
    const tree = new KDBush(places.size);
    for (let p = 0; p < places.size; p++) tree.add(places.xs[p] * squeeze, places.ys[p]);
    tree.finish();
    for (let p = 0; p < places.size; p++) {
      if (target[p] >= 0) continue;
      target[p] = p;
      if (reach <= 0) continue;
      for (const q of tree.within(places.xs[p] * squeeze, places.ys[p], reach)) {
        if (target[q] >= 0 || q < fixed) continue;
        target[q] = p;
        moved.count++;
        moved.farthest = Math.max(
          moved.farthest,
          Math.hypot((places.xs[p] - places.xs[q]) * squeeze, places.ys[p] - places.ys[q]) * STEP,
        );
      }
    }
  }
  const pairs = new PairTable(raw.reduce((n, r) => n + r.path.length, 0));
  const rings = raw.map(({ of, path }) => {
    const xy: number[] = [];
    let last = -1;
    for (const q of path) {
      const p = target[q];
      if (p === last) continue;
      if (last >= 0) pairs.add(last, p);
      xy.push(places.xs[p], places.ys[p]);
      last = p;
    }
    return { of, xy };
  });
  return {
    set: {
      places,
      from: Array.from(pairs.low.subarray(0, pairs.size)),
      to: Array.from(pairs.high.subarray(0, pairs.size)),
    },
    rings,
    moved,
  };
}

/** Square metres and width; flat, good for deciding what is small. */
function sizeOfLoops(loops: Loop[]): { area: number; width: number } {
  const squeeze = Math.cos((loops[0].xy[1] * Math.PI) / 180e7) * STEP;
  let area = 0,
    length = 0;
  for (const { xy, area2 } of loops) {
    area += (area2 / 2) * squeeze * STEP;
    for (let i = 2; i < xy.length; i += 2)
      length += Math.hypot((xy[i] - xy[i - 2]) * squeeze, (xy[i + 1] - xy[i - 1]) * STEP);
  }
  return { area, width: (2 * area) / length };
}

/**
 * A place inside a face: the middle of the widest stretch on a level between two of its vertices.
 */
function placeInside(loops: Loop[]): [number, number] {
  const ys = [
    ...new Set(loops.flatMap(({ xy }) => Array.from(xy).filter((_, i) => i % 2 === 1))),
  ].sort((a, b) => a - b);
  let best: [number, number] = [0, 0],
    widest = -1;
  for (const share of [0.5, 0.25, 0.75]) {
    const k = Math.min(ys.length - 2, Math.floor((ys.length - 1) * share)),
      y = (ys[k] + ys[k + 1]) / 2;
    const cuts: number[] = [];
    for (const { xy } of loops) {
      for (let i = 2; i < xy.length; i += 2)
        if (xy[i - 1] > y !== xy[i + 1] > y)
          cuts.push(xy[i - 2] + ((y - xy[i - 1]) / (xy[i + 1] - xy[i - 1])) * (xy[i] - xy[i - 2]));
    }
    cuts.sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 2)
      if (cuts[i + 1] - cuts[i] > widest) {
        widest = cuts[i + 1] - cuts[i];
        best = [(cuts[i] + cuts[i + 1]) / 2, y];
      }
  }
  return best;
}

/**
 * Which grids' rings go round each face an odd number of times (holes count against their shell).
 */
function claim(
  faces: ForeignFace[],
  rings: readonly ForeignRing[],
  { features }: GridCollection,
  within?: Within,
): void {
  if (rings.length === 0) return;
  const containers = within?.containers.features ?? [];
  const homes = within && features.map(within.of);
  const tree = new Flatbush(rings.length);
  for (const { xy } of rings) {
    let minX = Infinity,
      minY = Infinity,
      maxX = -Infinity,
      maxY = -Infinity;
    for (let i = 0; i < xy.length; i += 2) {
      minX = Math.min(minX, xy[i]);
      maxX = Math.max(maxX, xy[i]);
      minY = Math.min(minY, xy[i + 1]);
      maxY = Math.max(maxY, xy[i + 1]);
    }
    tree.add(minX, minY, maxX, maxY);
  }
  tree.finish();
  const times = new Map<number, number>();
  for (const face of faces) {
    const [x, y] = placeInside(face.loops);
    times.clear();
    for (const r of tree.search(x, y, x, y))
      if (pointInRing(rings[r].xy, x, y) > 0)
        times.set(rings[r].of, (times.get(rings[r].of) ?? 0) + 1);
    const around = [...times].filter(([, n]) => n % 2 === 1).map(([of]) => of);
    const container = around.filter((of) => of < 0).sort((a, b) => b - a)[0];
    const c = container === undefined ? -1 : -1 - container;
    face.home = c < 0 ? null : gridIdOf(containers[c], c);
    const claims = around.filter((of) => of >= 0).sort((a, b) => a - b);
    face.claims = claims.filter((g) => !homes || homes[g] === face.home);
    face.strangers = claims.filter((g) => homes && homes[g] !== face.home);
  }
}

/**
 * One owner a face: the only claimant; of several the one with the longest border to it; of a small
 * gap, and of ground that only grids of other containers claim, the longest neighbour.
 */
function decide(
  faces: ForeignFace[],
  faceOf: Int32Array,
  halves: HalfPiece[],
  places: PlaceTable,
  limits: { sliverWidth: number; gapArea: number },
  ids: readonly GridId[],
  homes: readonly (GridId | null)[] | null,
  mends: Mend[],
): void {
  for (const face of faces) if (face.claims.length === 1) face.owner = face.claims[0];
  const small = ({ area, width }: ForeignFace): boolean =>
    area < limits.gapArea || width < limits.sliverWidth;
  const lengthOf = (half: number): number =>
    Math.hypot(
      places.xs[halves[half].from] - places.xs[halves[half].to],
      places.ys[halves[half].from] - places.ys[halves[half].to],
    );
  const border = (face: ForeignFace): Map<number, number> => {
    const out = new Map<number, number>();
    for (const loop of face.loops) {
      for (const step of loop.steps) {
        const f = faceOf[step ^ 1];
        const owner = f < 0 ? NOBODY : faces[f].owner;
        if (owner < 0 || faces[f] === face || (homes && homes[owner] !== face.home)) continue;
        out.set(owner, (out.get(owner) ?? 0) + lengthOf(step));
      }
    }
    return out;
  };
  const tell = (face: ForeignFace, kind: FindingKind, from: readonly number[]): void => {
    mends.push(mendOf(face, kind, from, ids));
  };
  const give = (face: ForeignFace, kind: FindingKind, candidates: readonly number[]): boolean => {
    const around = border(face);
    const ranked = (candidates.length > 0 ? [...candidates] : [...around.keys()]).sort(
      (a, b) => (around.get(b) ?? 0) - (around.get(a) ?? 0) || a - b,
    );
    if (ranked.length === 0 || (candidates.length > 0 && !around.has(ranked[0]) && around.size > 0))
      return false;
    const from = face.owner >= 0 ? [face.owner] : [...face.claims, ...face.strangers];
    face.owner = ranked[0];
    tell(face, kind, from);
    return true;
  };
  const kindOf = (face: ForeignFace): FindingKind => {
    if (face.strangers.length > 0) return "outside";
    if (face.width < limits.sliverWidth) return "sliver";
    return face.claims.length > 1 ? "overlap" : "gap";
  };
  for (const face of faces)
    if (face.owner >= 0 && face.strangers.length > 0) tell(face, "outside", face.strangers);
  // Smallest first, in rounds: a chain of slivers is eaten up from its ends.
  const waiting = faces
    .filter(
      (f) => f.claims.length > 1 || (f.claims.length === 0 && (small(f) || f.strangers.length > 0)),
    )
    .sort((a, b) => a.area - b.area);
  for (let round = 0, open = waiting; open.length > 0 && round < 20; round++) {
    open = open.filter((face) => !give(face, kindOf(face), face.claims));
    if (round > 5) for (const face of open) if (face.claims.length > 0) face.owner = face.claims[0];
  }
  for (const face of faces)
    if (face.owner < 0 && face.strangers.length > 0) tell(face, "outside", face.strangers);
  // Small parts cut off from the rest of their grid go to the neighbour around them.
  for (const face of faces) {
    if (face.owner < 0 || !small(face)) continue;
    const around = border(face);
    if (
      !around.has(face.owner) &&
      around.size > 0 &&
      faces.some((f) => f !== face && f.owner === face.owner)
    )
      give(face, "multipart", []);
  }
}

function mendOf(
  { area, owner, loops }: ForeignFace,
  kind: FindingKind,
  claimed: readonly number[],
  ids: readonly GridId[],
): Mend {
  const from = claimed.map((g) => ids[g]);
  const to = owner < 0 ? null : ids[owner];
  const words =
    to === null
      ? said("mended-outside", { area, from })
      : from.length > 0
        ? said("mended", { area, from, to: [to] })
        : said("mended-nobodys", { area, to: [to] });
  const coordinates = loops.map((l) => toPositions(l.xy));
  return { kind, from, to, area, geometry: { type: "Polygon", coordinates }, ...words };
}
