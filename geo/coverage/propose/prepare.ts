/** From the input to what is divided: noded ground, footprints, atoms. */
import Flatbush from "flatbush";
import type { Projection } from "../../projection.js";
import { toLattice } from "../../snap.js";
import { type Obstacle, type Settlement, settle } from "./atoms.js";
import { carryOnStreets } from "./carry-on-streets.js";
import { cutsFootprint, insideMetric, type MetricRings } from "./footprint.js";
import { cutInGap } from "./gaps.js";
import {
  BARRIER,
  bitOf,
  CUT,
  enterLine,
  enterLines,
  FIELD,
  type Ground,
  insideRings,
  layGround,
  locateFaces,
  ON,
  projectionOf,
  type Rings,
  readRings,
  SHELL,
} from "./ground.js";
import { hamletsOf } from "./hamlets.js";
import {
  linesOf,
  type MetricBox,
  metricBox,
  metricLine,
  metricRings,
  polygonsOf,
  signedArea,
} from "./metric.js";
import type { HouseholdRange, ProposeInput, Site } from "./model.js";
import { placeIn } from "./place-in.js";

/** What does not change however finely the ground is cut. */
export interface Plot {
  readonly input: ProposeInput;
  readonly projection: Projection;
  readonly villages: readonly Rings[];
  /** Locked grids and dedicated sites: their outlines stay. */
  readonly kept: readonly Site[];
  readonly keptRings: readonly Rings[];
  readonly set: Ground["set"];
  readonly crossings: readonly (readonly [number, number])[];
  /** Buildings' parts and compounds. */
  readonly obstacles: readonly Obstacle[];
  /** For each obstacle a place in it, lattice units. */
  readonly places: readonly (readonly [number, number])[];
  /** Index of the compound's obstacle in which a building stands; -1. */
  readonly within: Int32Array;
  /** Hamlet of each building's part; -1 outside of the villages. */
  readonly hamletOf: Int32Array;
}

export function plotOf(input: ProposeInput, rangeOf: (village: number) => HouseholdRange): Plot {
  const projection = projectionOf(input);
  const locked = new Set(input.locked ?? []);
  const kept = [
    ...(input.present ?? []).filter((p) => locked.has(p.id)),
    ...(input.dedicated ?? []),
  ];
  const keptRings = kept.map((site) => readRings(site.geometry));
  const set = enterLines(input, keptRings);
  const standsOver = overBarriers(input, projection);
  const obstacles: Obstacle[] = [],
    places: (readonly [number, number])[] = [];
  const enter = (geometry: Site["geometry"], owner: number, households: number): void => {
    const parts = polygonsOf(geometry)
      .map(([shell]) => ({ shell, xy: metricLine(shell, projection) }))
      .sort((a, b) => Math.abs(signedArea(b.xy)) - Math.abs(signedArea(a.xy)));
    parts.forEach(({ shell, xy }, k) => {
      obstacles.push({
        rings: [xy],
        box: metricBox([xy]),
        households: k === 0 ? households : 0,
        owner,
        shell: standsOver([xy], metricBox([xy])),
        face: -1,
      });
      const ring = shell.flatMap(([lon, lat]) => [toLattice(lon), toLattice(lat)]);
      places.push(placeIn([{ xy: ring }]));
      if (obstacles.at(-1)?.shell)
        enterLine(set, latticeLine(pushedOut(xy, HAND), projection), SHELL);
    });
  };
  input.buildings.forEach((b, i) => enter(b.geometry, i, b.households));
  const built = obstacles.length;
  (input.compounds ?? []).forEach((c, i) => enter(c.geometry, input.buildings.length + i, 0));
  const compounds = obstacles.slice(built);
  const within = Int32Array.from(obstacles, (_, k) => {
    if (k >= built) return -1;
    const [x, y] = projection.forward(places[k][0] / 1e7, places[k][1] / 1e7);
    const found = compounds.findIndex(
      ({ box, rings }) =>
        x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && insideMetric(rings, x, y),
    );
    return found < 0 ? -1 : built + found;
  });
  const villages = input.villages.map((v) => readRings(v.geometry));
  const hamlets = hamletsOf(
    obstacles.slice(0, built).map(({ rings, households }, k) => ({
      ...{ rings, households },
      village: villages.findIndex((r) => insideRings(r, ...places[k])),
    })),
    input.villages.map((v) => metricRings(v.geometry, projection)),
    (village) => rangeOf(village)[1],
  );
  const streets = input.lines.flatMap(({ class: kind, geometry }) =>
    linesOf(geometry).map((line) => ({ class: kind, xy: metricLine(line, projection) })),
  );
  const rims = input.villages.flatMap((v) => metricRings(v.geometry, projection));
  for (const piece of carryOnStreets(
    streets,
    rims,
    obstacles.map((o) => o.rings),
  ))
    enterLine(set, latticeLine(piece, projection), ON);
  for (const line of hamlets.lines) enterLine(set, latticeLine(line, projection), FIELD);
  return {
    input,
    projection,
    villages,
    kept,
    keptRings,
    set,
    crossings: (input.crossings ?? []).map(([lon, lat]) => projection.forward(lon, lat)),
    obstacles,
    places,
    within,
    hamletOf: hamlets.of,
  };
}

/** A border along a wall keeps so many metres from it: places are rounded to a centimetre. */
const HAND = 0.15;
/** A sharp corner is pushed out by so many times as much at most. */
const SHARPEST = 3;

/** A closed ring, each corner moved outwards so that the walls are. */
function pushedOut(ring: Float64Array, metres: number): Float64Array {
  const n = ring.length / 2 - 1;
  const out = new Float64Array(ring.length);
  const outward = (i: number): [number, number] => {
    const [a, b] = [2 * ((i + n) % n), 2 * ((i + 1 + n) % n)];
    const [dx, dy] = [ring[b] - ring[a], ring[b + 1] - ring[a + 1]];
    const sign = Math.sign(signedArea(ring)) / (Math.hypot(dx, dy) || 1);
    return [sign * dy, -sign * dx];
  };
  for (let i = 0; i <= n; i++) {
    const [ax, ay] = outward((i % n) - 1),
      [bx, by] = outward(i % n);
    const far = metres * Math.min(SHARPEST, 1 / Math.max(1e-6, (1 + ax * bx + ay * by) / 2) / 2);
    out[2 * i] = ring[2 * i] + far * (ax + bx);
    out[2 * i + 1] = ring[2 * i + 1] + far * (ay + by);
  }
  return out;
}

function latticeLine(xy: ArrayLike<number>, projection: Projection): number[] {
  const out: number[] = [];
  for (let i = 0; i < xy.length; i += 2)
    out.push(...projection.inverse(xy[i], xy[i + 1]).map(toLattice));
  return out;
}

/** Does a barrier run through a footprint? */
function overBarriers(
  { lines }: ProposeInput,
  projection: Projection,
): (rings: MetricRings, box: MetricBox) => boolean {
  const pieces = lines
    .filter((line) => (bitOf(line.class) & BARRIER) !== 0)
    .flatMap(({ geometry }) => linesOf(geometry))
    .flatMap((line) => {
      const xy = metricLine(line, projection);
      return Array.from({ length: line.length - 1 }, (_, i) => xy.subarray(2 * i, 2 * i + 4));
    });
  if (pieces.length === 0) return () => false;
  const tree = new Flatbush(pieces.length);
  for (const piece of pieces) tree.add(...metricBox([piece]));
  tree.finish();
  return (rings, box) =>
    tree.search(...box).some((k) => {
      const [ax, ay, bx, by] = pieces[k];
      return cutsFootprint(rings, ax, ay, bx, by);
    });
}

const ROUNDS = 8;

/**
 * Lays the ground and cuts what is too heavy in the gaps between buildings. Mutates the plot's set
 * (its cuts stay) and its obstacles' faces.
 * @param capOf households of a block above which it is cut, by village
 */
export function prepare(
  plot: Plot,
  rangeOf: (village: number) => HouseholdRange,
  capOf: (village: number) => number,
): { ground: Ground; settled: Settlement } {
  const { set, villages, keptRings, projection, obstacles, places, crossings, hamletOf } = plot;
  for (let round = 0; ; round++) {
    const ground = layGround(set, villages, keptRings, projection);
    locateFaces(ground.faces, places).forEach((face, k) => {
      obstacles[k].face = face;
    });
    const settled = settle(ground, obstacles, hamletOf, crossings, rangeOf, capOf);
    if (round === ROUNDS || !cutHeavy(plot, ground, settled, capOf)) return { ground, settled };
  }
}

/** Mutates the set. @returns false when nothing was too heavy, or nothing could be cut */
function cutHeavy(
  plot: Plot,
  { faces, metres }: Ground,
  { atom }: Settlement,
  capOf: (village: number) => number,
): boolean {
  const { obstacles, within, set, projection } = plot;
  // A compound is one solid with all who live in it.
  const solids = new Map<number, Obstacle[]>(),
    inside = new Map<number, number>(),
    atomWeight = new Map<number, number>();
  obstacles.forEach(({ households, face }, k) => {
    if (within[k] >= 0) inside.set(within[k], (inside.get(within[k]) ?? 0) + households);
    if (face >= 0)
      atomWeight.set(atom.find(face), (atomWeight.get(atom.find(face)) ?? 0) + households);
  });
  obstacles.forEach((o, k) => {
    if (o.face < 0 || within[k] >= 0) return;
    const solid = { ...o, households: o.households + (inside.get(k) ?? 0) };
    const here = solids.get(o.face);
    if (here) here.push(solid);
    else solids.set(o.face, [solid]);
  });
  let cut = false;
  for (const [face, list] of solids) {
    const { site, village, loops } = faces[face];
    const weight = list.reduce((s, o) => s + o.households, 0),
      cap = capOf(village);
    if (site >= 0 || weight <= cap || list.length < 2) continue;
    const ring = Float64Array.from(
      loops[0].path.flatMap((p) => [metres[2 * p], metres[2 * p + 1]]),
    );
    const path = cutInGap(ring, list);
    if (!path) continue;
    let before = -1;
    for (let i = 0; i < path.length; i += 2) {
      const [lon, lat] = projection.inverse(path[i], path[i + 1]);
      const place = set.places.add(toLattice(lon), toLattice(lat));
      if (before >= 0 && before !== place) {
        set.from.push(before);
        set.to.push(place);
        set.flags.push(CUT);
        cut = true;
      }
      before = place;
    }
  }
  return cut;
}
