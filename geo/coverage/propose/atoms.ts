/**
 * Atoms: what no border may cut, put together from faces. A building or compound joins the faces
 * it stands on; parcel lines count only where streets leave too much in one block. Where a barrier
 * parts a village, each side is divided by itself; a side too small for a grid is joined to another
 * at a crossing, and the ground about the crossing becomes one atom, so that the crossing lies
 * inside the grid that spans it.
 */
import Flatbush from "flatbush";
import { cutsFootprint, distanceToSegment, insideMetric, type MetricRings } from "./footprint.js";
import {
  BARRIER,
  bitOf,
  CUT,
  FIELD,
  type Ground,
  PARCEL,
  PRESENT,
  SHELL,
  STREET,
} from "./ground.js";
import { canKeepRange, type HouseholdRange } from "./model.js";
import { placeIn } from "./place-in.js";
import { UnionFind } from "./union-find.js";

/** A building or compound as the division sees it. */
export interface Obstacle {
  readonly rings: MetricRings;
  readonly box: readonly [minX: number, minY: number, maxX: number, maxY: number];
  readonly households: number;
  /** A building may stand in several parts, which stay together: the parts' common number. */
  readonly owner: number;
  /** It stands over a barrier, and its outline is drawn into the ground. */
  readonly shell: boolean;
  /** A face that holds a place of it; -1 outside. */
  face: number;
}

export interface Settlement {
  /** Leading face of the atom that a face belongs to. */
  readonly atom: UnionFind;
  /** Side of a barrier that a face lies on: the number is the least face of it. */
  readonly side: Int32Array;
  /** What is divided together: sides joined by crossings. -1 for kept faces and exclaves. */
  readonly unit: Int32Array;
  /** Households by side. */
  readonly homes: Map<number, number>;
  /** Leading faces of ground without homes that is joined to nothing. */
  readonly exclaves: number[];
  /** Units that a barrier parts from others of their village. */
  readonly parted: Set<number>;
}

/** Metres within which a crossing lies on its barrier. */
const AT_CROSSING = 15;

/** Segments with free ground of one village on both sides. */
function* innerSegments({ set, faces, sideOf }: Ground): Generator<[number, number, number]> {
  for (let i = 0; i < set.from.length; i++) {
    const l = sideOf[2 * i],
      r = sideOf[2 * i + 1];
    if (l < 0 || r < 0 || l === r || faces[l].site >= 0 || faces[r].site >= 0) continue;
    if (faces[l].village === faces[r].village) yield [i, l, r];
  }
}

const lengthOf = ({ set: { from, to }, metres }: Ground, i: number): number =>
  Math.hypot(
    metres[2 * from[i]] - metres[2 * to[i]],
    metres[2 * from[i] + 1] - metres[2 * to[i] + 1],
  );

/** Ground that one reaches without crossing a barrier or the walls of what stands over one. */
function banksOf(ground: Ground): UnionFind {
  const banks = new UnionFind(ground.faces.length);
  for (const [i, l, r] of innerSegments(ground))
    if ((ground.set.flags[i] & (BARRIER | SHELL)) === 0) banks.join(l, r);
  return banks;
}

/** Faces that a footprint stands on become one; no footprint joins two banks. */
function joinUnderFootprints(ground: Ground, obstacles: readonly Obstacle[], atom: UnionFind) {
  const banks = banksOf(ground);
  const first = new Map<number, number>();
  for (const { owner, face } of obstacles) {
    if (face < 0 || ground.faces[face].site >= 0) continue;
    const other = first.get(owner);
    if (other === undefined) first.set(owner, face);
    else if (banks.find(other) === banks.find(face)) atom.join(other, face);
  }
  const inner = [...innerSegments(ground)];
  if (inner.length === 0) return;
  const { set, metres } = ground;
  const tree = new Flatbush(inner.length);
  const ends = (i: number): [number, number, number, number] => [
    metres[2 * set.from[i]],
    metres[2 * set.from[i] + 1],
    metres[2 * set.to[i]],
    metres[2 * set.to[i] + 1],
  ];
  for (const [i] of inner) {
    const [ax, ay, bx, by] = ends(i);
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  for (const obstacle of obstacles) {
    const { rings, box, shell } = obstacle;
    const near = tree.search(...box).map((k) => inner[k]);
    if (shell) joinInShell(ground, obstacle, near, atom);
    else
      for (const [i, l, r] of near) {
        if ((ground.set.flags[i] & BARRIER) !== 0 || atom.find(l) === atom.find(r)) continue;
        if (cutsFootprint(rings, ...ends(i))) atom.join(l, r);
      }
  }
}

/**
 * What stands over a barrier is one atom, and belongs to the bank where its place is: it takes the
 * ground under it along, and nothing else of the other bank.
 */
function joinInShell(
  ground: Ground,
  { rings, face }: Obstacle,
  near: readonly (readonly [segment: number, left: number, right: number])[],
  atom: UnionFind,
): void {
  const known = new Map<number, boolean>();
  const isInside = (f: number): boolean => {
    let inside = known.get(f);
    if (inside === undefined) {
      const [x, y] = placeIn(ground.faces[f].loops);
      inside = insideMetric(rings, ...ground.projection.forward(x / 1e7, y / 1e7));
      known.set(f, inside);
    }
    return inside;
  };
  const bank = new UnionFind(ground.faces.length);
  const walls: [segment: number, inside: number, outside: number][] = [];
  for (const [i, l, r] of near) {
    const isBarrier = (ground.set.flags[i] & BARRIER) !== 0;
    if (isInside(l) && isInside(r)) {
      atom.join(l, r);
      if (!isBarrier) bank.join(l, r);
    } else if (isInside(l) !== isInside(r) && !isBarrier)
      walls.push(isInside(l) ? [i, l, r] : [i, r, l]);
  }
  let longest = 0,
    home = -1;
  for (const [i, inside, outside] of walls) {
    if (bank.find(inside) !== bank.find(face) || lengthOf(ground, i) <= longest) continue;
    longest = lengthOf(ground, i);
    home = outside;
  }
  if (home >= 0) atom.join(face, home);
}

/** Parcel lines count only in blocks of more than the cap's households. */
function joinAcrossParcels(
  ground: Ground,
  obstacles: readonly Obstacle[],
  capOf: (village: number) => number,
  atom: UnionFind,
): void {
  const onParcels = [...innerSegments(ground)].filter(
    ([i]) =>
      (ground.set.flags[i] & (STREET | CUT | PRESENT | SHELL)) === 0 &&
      ground.set.flags[i] & PARCEL,
  );
  const block = new UnionFind(ground.faces.length);
  for (const [, l, r] of onParcels) block.join(l, r);
  const weight = new Map<number, number>();
  for (const { face, households } of obstacles)
    if (face >= 0) weight.set(block.find(face), (weight.get(block.find(face)) ?? 0) + households);
  for (const [, l, r] of onParcels)
    if ((weight.get(block.find(l)) ?? 0) <= capOf(ground.faces[l].village)) atom.join(l, r);
}

/** What is no border inside of a hamlet that a grid can hold: its own lanes. */
const OWN_LANES = bitOf("lane") | PARCEL;

/** A hamlet of no more than the cap's households stays together: neighbours live across a lane. */
function joinAcrossLanes(
  ground: Ground,
  obstacles: readonly Obstacle[],
  hamletOf: Int32Array,
  rangeOf: (village: number) => HouseholdRange,
  capOf: (village: number) => number,
  atom: UnionFind,
): void {
  const weight = new Map<number, number>(),
    hamletsIn = new Map<number, Set<number>>();
  const lanes = [...innerSegments(ground)].filter(
    ([i]) => (ground.set.flags[i] & ~OWN_LANES) === 0,
  );
  const block = new UnionFind(ground.faces.length);
  for (const [, l, r] of lanes) block.join(l, r);
  obstacles.forEach(({ face, households }, k) => {
    if (face < 0 || k >= hamletOf.length || hamletOf[k] < 0) return;
    weight.set(hamletOf[k], (weight.get(hamletOf[k]) ?? 0) + households);
    const here = hamletsIn.get(block.find(face)) ?? new Set();
    hamletsIn.set(block.find(face), here.add(hamletOf[k]));
  });
  for (const [, l, r] of lanes) {
    const hamlets = [...(hamletsIn.get(block.find(l)) ?? [])];
    const { village } = ground.faces[l];
    const cap = Math.min(capOf(village), rangeOf(village)[1] / 2);
    if (hamlets.length > 0 && hamlets.every((h) => (weight.get(h) ?? 0) <= cap)) atom.join(l, r);
  }
}

/** Square metres of ground between lines above which borders may run across the fields. */
const WIDE = 100_000;

/** Where lines are near, borders run on them and not between hamlets. */
function joinNarrowFields(ground: Ground, atom: UnionFind): void {
  const fields = [...innerSegments(ground)].filter(([i]) => ground.set.flags[i] === FIELD);
  const block = new UnionFind(ground.faces.length);
  for (const [, l, r] of fields) block.join(l, r);
  const area = new Float64Array(ground.faces.length);
  ground.faces.forEach((face, f) => {
    area[block.find(f)] += face.area;
  });
  for (const [, l, r] of fields) if (area[block.find(l)] < WIDE) atom.join(l, r);
}

/**
 * What lies wholly within another atom joins it: no grid shall be a hole for a courtyard's sake.
 */
function joinEnclosed(ground: Ground, atom: UnionFind): void {
  for (let round = 0; round < 4; round++) {
    const about = new Map<number, Set<number>>();
    const note = (a: number, b: number): void => {
      const set = about.get(a);
      if (set) set.add(b);
      else about.set(a, new Set([b]));
    };
    const { set, faces, sideOf } = ground;
    for (let i = 0; i < set.from.length; i++) {
      const l = sideOf[2 * i],
        r = sideOf[2 * i + 1];
      const free = (f: number, g: number): number =>
        f < 0 || faces[f].site >= 0 || (g >= 0 && faces[f].village !== faces[g].village)
          ? -1
          : atom.find(f);
      const a = free(l, r),
        b = free(r, l);
      if (a === b) continue;
      // What a barrier surrounds is no courtyard.
      const isBarrier = (set.flags[i] & BARRIER) !== 0;
      if (a >= 0) note(a, isBarrier ? -1 : b);
      if (b >= 0) note(b, isBarrier ? -1 : a);
    }
    let joined = false;
    for (const [a, others] of about) {
      const [only] = others;
      if (others.size !== 1 || only < 0 || atom.find(a) === atom.find(only)) continue;
      // Two alone in their village hold each other: they are both whole atoms.
      if (about.get(only)?.size === 1) continue;
      atom.join(a, only);
      joined = true;
    }
    if (!joined) return;
  }
}

/**
 * @param hamletOf of the first obstacles, the buildings
 * @param capOf households of a block above which parcel lines divide it, and of a hamlet above which
 * its lanes do, by village
 */
export function settle(
  ground: Ground,
  obstacles: readonly Obstacle[],
  hamletOf: Int32Array,
  crossings: readonly (readonly [number, number])[],
  rangeOf: (village: number) => HouseholdRange,
  capOf: (village: number) => number,
): Settlement {
  const { faces } = ground;
  const atom = new UnionFind(faces.length);
  joinAcrossParcels(ground, obstacles, capOf, atom);
  joinAcrossLanes(ground, obstacles, hamletOf, rangeOf, capOf, atom);
  joinNarrowFields(ground, atom);
  joinUnderFootprints(ground, obstacles, atom);
  joinEnclosed(ground, atom);
  const sides = new UnionFind(faces.length);
  for (let f = 0; f < faces.length; f++) sides.join(f, atom.find(f));
  for (const [i, l, r] of innerSegments(ground))
    if ((ground.set.flags[i] & (BARRIER | SHELL)) === 0) sides.join(l, r);
  const side = Int32Array.from(faces, (_, f) => sides.find(f));
  const homes = new Map<number, number>();
  for (const { face, households } of obstacles)
    if (face >= 0 && faces[face].site < 0)
      homes.set(side[face], (homes.get(side[face]) ?? 0) + households);
  const units = joinSides(ground, side, homes, crossings, rangeOf, atom);
  const exclaves = attachEmpty(ground, side, homes, atom);
  const unitOf = new Map<number, number>();
  faces.forEach((face, f) => {
    if (face.site < 0 && homes.get(side[f])) unitOf.set(atom.find(f), units.find(side[f]));
  });
  const unit = Int32Array.from(faces, (face, f) =>
    face.site >= 0 ? -1 : (unitOf.get(atom.find(f)) ?? -1),
  );
  const unitsOf = new Map<number, Set<number>>();
  unit.forEach((u, f) => {
    if (u < 0 || !(homes.get(side[f]) ?? 0)) return;
    const set = unitsOf.get(faces[f].village) ?? new Set();
    unitsOf.set(faces[f].village, set.add(u));
  });
  const parted = new Set([...unitsOf.values()].filter((s) => s.size > 1).flatMap((s) => [...s]));
  return { atom, side, unit, homes, exclaves, parted };
}

/** Sides that cannot keep the range by themselves are joined to others at crossings. */
function joinSides(
  ground: Ground,
  side: Int32Array,
  homes: ReadonlyMap<number, number>,
  crossings: readonly (readonly [number, number])[],
  rangeOf: (village: number) => HouseholdRange,
  atom: UnionFind,
): UnionFind {
  const { faces } = ground;
  const units = new UnionFind(faces.length);
  const total = new Map(homes);
  const bridges = bridgesOf(ground, crossings);
  for (;;) {
    let best: { bridge: number[][]; a: number; b: number; score: number } | null = null;
    for (const bridge of bridges) {
      const [a, b] = [bridge[0][0], bridge[0][1]].map((f) => units.find(side[f]));
      if (a === b) continue;
      const range = rangeOf(faces[bridge[0][0]].village);
      const ta = total.get(a) ?? 0,
        tb = total.get(b) ?? 0;
      if (ta === 0 || tb === 0) continue;
      const well = Number(canKeepRange(ta, range)) + Number(canKeepRange(tb, range));
      if (well === 2) continue;
      const after = canKeepRange(ta + tb, range);
      // Without a range to be kept, homes too few for half a grid go along all the same.
      if (!after && Math.min(ta, tb) >= range[0] / 2) continue;
      const score = (after ? 0 : 1e9) + Math.min(ta, tb) + 1e-6 * bridge.length;
      if (!best || score < best.score) best = { bridge, a, b, score };
    }
    if (!best) return units;
    const sum = (total.get(best.a) ?? 0) + (total.get(best.b) ?? 0);
    for (const [l, r] of best.bridge) {
      atom.join(l, r);
      atom.join(l, best.bridge[0][0]);
    }
    units.join(best.a, best.b);
    total.set(units.find(best.a), sum);
  }
}

/** For each crossing the pairs of faces on both sides of its barrier there, by pair of sides. */
function bridgesOf(
  ground: Ground,
  crossings: readonly (readonly [number, number])[],
): number[][][] {
  const barriers = [...innerSegments(ground)].filter(([i]) => ground.set.flags[i] & BARRIER);
  const { set, metres } = ground;
  const bridges: number[][][] = [];
  for (const [x, y] of crossings) {
    const near = barriers.filter(
      ([i]) =>
        distanceToSegment(
          x,
          y,
          metres[2 * set.from[i]],
          metres[2 * set.from[i] + 1],
          metres[2 * set.to[i]],
          metres[2 * set.to[i] + 1],
        ) <= AT_CROSSING,
    );
    const villages = new Set(near.map(([, l]) => ground.faces[l].village));
    for (const v of villages)
      bridges.push(near.filter(([, l]) => ground.faces[l].village === v).map(([, l, r]) => [l, r]));
  }
  return bridges;
}

/**
 * Ground beyond a barrier where nobody lives goes with the atom it borders most, piece by piece.
 * @returns leading faces of what borders nothing
 */
function attachEmpty(
  ground: Ground,
  side: Int32Array,
  homes: ReadonlyMap<number, number>,
  atom: UnionFind,
): number[] {
  const { faces } = ground;
  const empty = (f: number): boolean => (homes.get(side[f]) ?? 0) === 0;
  const settled = new Set<number>();
  faces.forEach((face, f) => {
    if (face.site < 0 && !empty(f)) settled.add(atom.find(f));
  });
  const borders = new Map<number, Map<number, number>>();
  const add = (a: number, b: number, metres: number): void => {
    const map = borders.get(a) ?? new Map<number, number>();
    borders.set(a, map.set(b, (map.get(b) ?? 0) + metres));
  };
  for (const [i, l, r] of innerSegments(ground)) {
    const a = atom.find(l),
      b = atom.find(r);
    if (a === b || (!empty(l) && !empty(r))) continue;
    const metres = lengthOf(ground, i);
    if (empty(l)) add(a, b, metres);
    if (empty(r)) add(b, a, metres);
  }
  const waiting = new Set<number>();
  faces.forEach((face, f) => {
    if (face.site < 0 && empty(f)) waiting.add(atom.find(f));
  });
  for (;;) {
    const goes: [number, number][] = [];
    for (const a of waiting) {
      const [to] = [...(borders.get(a) ?? [])]
        .filter(([b]) => settled.has(b))
        .sort((p, q) => q[1] - p[1] || p[0] - q[0]);
      if (to) goes.push([a, to[0]]);
    }
    if (goes.length === 0) break;
    for (const [a, to] of goes) {
      atom.join(a, to);
      waiting.delete(a);
      settled.add(a);
    }
  }
  return [...waiting].filter((a) => atom.find(a) === a);
}
