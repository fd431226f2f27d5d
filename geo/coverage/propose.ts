/**
 * Proposes grids as a planner would accept them: no village, barrier, compound or building is cut,
 * every home is reached on foot, households lie inside a range, and borders run along lines, are
 * short, compact and straight, and change as little as need be.
 */
import type { Position } from "geojson";
import { deriveSeed } from "../random.js";
import { assembleCoverage, toFeatureCollection } from "./build.js";
import { joinSegments, type Segment } from "./chains.js";
import type { GridId, Label } from "./edge.js";
import type { Properties } from "./model.js";
import type { Settlement } from "./propose/atoms.js";
import { type DividedUnit, divideUnit, todayOf } from "./propose/divide.js";
import { insideMetric } from "./propose/footprint.js";
import { type Ground, readRings } from "./propose/ground.js";
import { judgeProposal } from "./propose/judge-proposal.js";
import {
  canKeepRange,
  type GridReason,
  type HouseholdRange,
  type NoProposal,
  type Proposal,
  type ProposedGrid,
  type ProposeInput,
  type ProposeOptions,
} from "./propose/model.js";
import { placeIn } from "./propose/place-in.js";
import { type Plot, plotOf, prepare } from "./propose/prepare.js";

/** Share of the range's width that a block may hold before it is cut; less where that fails. */
const CAPS = [0.75, 0.4, 0.2];
/** CPU seconds of search that the usual number of moves takes. */
const USUAL_SECONDS = 2;

/** Same input, options and seed: same proposal. */
export function propose(input: ProposeInput, options: ProposeOptions): Proposal | NoProposal {
  const fault = faultOf(input, options);
  if (fault) return fault;
  const rangeOf = (village: number): HouseholdRange =>
    input.villages[village].range ?? options.range;
  const plot = plotOf(input, rangeOf);
  const step = new Float64Array(input.villages.length);
  for (let round = 0; ; round++) {
    options.onProgress?.({ phase: "ground", fraction: round / CAPS.length });
    const capOf = (village: number): number => {
      const [min, max] = rangeOf(village);
      return Math.max(CAPS[step[village]] * (max - min), 0.06 * max, 1);
    };
    const { ground, settled } = prepare(plot, rangeOf, capOf);
    if (ground.faces.length === 0) return { code: "no-area" };
    const units = divideAll(plot, ground, settled, rangeOf, options);
    if (!units) return { code: "stopped" };
    const failing = new Set(
      units.filter((u) => misses(u, rangeOf(u.village))).map((u) => u.village),
    );
    const again = [...failing].filter((v) => step[v] + 1 < CAPS.length);
    if (again.length === 0) return finish(plot, ground, settled, units, rangeOf, options);
    for (const v of again) step[v]++;
  }
}

function faultOf(
  { villages, present = [], locked = [] }: ProposeInput,
  { range }: ProposeOptions,
): NoProposal | null {
  const ranges = [range, ...villages.flatMap((v) => (v.range ? [v.range] : []))];
  if (ranges.some(([min, max]) => !(min >= 1 && max >= min && max < Infinity)))
    return { code: "bad-range" };
  const unknown = locked.find((id) => !present.some((p) => p.id === id));
  if (unknown !== undefined) return { code: "unknown-locked", id: unknown };
  return villages.some((v) => readRings(v.geometry).length > 0) ? null : { code: "no-area" };
}

/** Is a group out of a range that it could have kept? */
function misses({ graph, division, presentOf }: DividedUnit, range: HouseholdRange): boolean {
  const total = graph.weight.reduce((a, b) => a + b, 0);
  if (!canKeepRange(total, range)) return false;
  if (presentOf.length === 0) return false;
  return division.load.some(
    (load, g) =>
      division.size[g] > 0 &&
      (load < range[0] || load > range[1]) &&
      !holdsLarge(graph, division.group, g, range),
  );
}

const holdsLarge = (
  graph: DividedUnit["graph"],
  group: Int32Array,
  g: number,
  [, max]: HouseholdRange,
): boolean => graph.weight.some((w, a) => group[a] === g && w > max);

function divideAll(
  plot: Plot,
  ground: Ground,
  settled: Settlement,
  rangeOf: (village: number) => HouseholdRange,
  { seed = 1, seconds = USUAL_SECONDS, onProgress, shouldStop }: ProposeOptions,
): DividedUnit[] | null {
  const numbers = [...new Set(settled.unit)].filter((u) => u >= 0).sort((a, b) => a - b);
  const today = todayOf(plot, ground);
  const units: DividedUnit[] = [];
  for (const [k, unit] of numbers.entries()) {
    const village = ground.faces[unit].village;
    const divided = divideUnit(
      ground,
      settled,
      plot.obstacles,
      unit,
      rangeOf(village),
      today,
      deriveSeed(seed, k),
      seconds / USUAL_SECONDS,
      (share) => {
        onProgress?.({ phase: "divide", fraction: (k + share) / numbers.length });
        return !shouldStop?.();
      },
    );
    if (!divided) return null;
    units.push(divided);
  }
  return units;
}

/** A grid before it has its outline. */
interface Drawn {
  readonly village: number;
  readonly faces: number[];
  readonly present: number;
  readonly households: number;
  readonly reasons: GridReason[];
}

function finish(
  plot: Plot,
  ground: Ground,
  settled: Settlement,
  units: readonly DividedUnit[],
  rangeOf: (village: number) => HouseholdRange,
  options: ProposeOptions,
): Proposal {
  const { input, kept, projection } = plot;
  options.onProgress?.({ phase: "judge", fraction: 0 });
  const drawn = drawnGrids(plot, ground, settled, units, rangeOf);
  const ids = idsOf(plot, ground, drawn);
  const label: Label[] = ground.faces.map(({ site }) => (site < 0 ? null : kept[site].id));
  drawn.forEach(({ faces }, g) => {
    for (const f of faces) label[f] = ids[g];
  });
  const grids: ProposedGrid[] = [
    ...drawn.map(({ village, reasons }, g) => ({
      ...countsOf(plot, label, ids[g]),
      id: ids[g],
      village: input.villages[village].code,
      kept: false,
      reasons,
    })),
    ...kept
      .filter(({ id }) => label.includes(id))
      .map(({ id }) => ({
        ...countsOf(plot, label, id),
        id,
        village: input.villages[ground.faces[label.indexOf(id)].village].code,
        kept: true,
        reasons: cutByOutline(plot, id),
      })),
  ].sort((a, b) =>
    a.village === b.village ? (a.id < b.id ? -1 : 1) : a.village < b.village ? -1 : 1,
  );
  const collection = outlines(ground, label, grids);
  const judgement = judgeProposal(
    collection,
    new Set(kept.map((k) => k.id)),
    input,
    options.range,
    projection,
  );
  options.onProgress?.({ phase: "judge", fraction: 1 });
  return { collection, grids, judgement };
}

function drawnGrids(
  plot: Plot,
  ground: Ground,
  settled: Settlement,
  units: readonly DividedUnit[],
  rangeOf: (village: number) => HouseholdRange,
): Drawn[] {
  const drawn: Drawn[] = [];
  for (const unit of units) {
    const { graph, division, village, presentOf } = unit;
    const atoms = new Map(Array.from(graph.lead, (lead, a) => [lead, a]));
    const faces: number[][] = Array.from({ length: division.groups }, () => []);
    ground.faces.forEach((_, f) => {
      if (settled.unit[f] === unit.unit)
        faces[division.group[atoms.get(settled.atom.find(f)) as number]].push(f);
    });
    faces.forEach((list, g) => {
      if (list.length === 0) return;
      const reasons = reasonsOf(plot, settled, unit, g, list, rangeOf(village));
      const households = division.load[g];
      drawn.push({ village, faces: list, present: presentOf[g], households, reasons });
    });
  }
  addExclaves(plot, ground, settled, drawn);
  return withoutTwins(drawn);
}

/** A present grid on two banks is the one where most live; the other is new. */
function withoutTwins(drawn: readonly Drawn[]): Drawn[] {
  const most = new Map<number, Drawn>();
  for (const grid of drawn) {
    const other = most.get(grid.present);
    if (!other || grid.households > other.households) most.set(grid.present, grid);
  }
  return drawn.map((grid) => (most.get(grid.present) === grid ? grid : { ...grid, present: -1 }));
}

function reasonsOf(
  { obstacles, input, within }: Plot,
  { parted }: Settlement,
  { graph, division, unit }: DividedUnit,
  g: number,
  faces: readonly number[],
  range: HouseholdRange,
): GridReason[] {
  const households = division.load[g];
  if (households >= range[0] && households <= range[1]) return [];
  const total = graph.weight.reduce((a, b) => a + b, 0);
  if (households > range[1] && holdsLarge(graph, division.group, g, range)) {
    const here = new Set(faces);
    const inside = obstacles.flatMap((o, k) => (here.has(o.face) && o.households > 0 ? [k] : []));
    const compounds = new Set(inside.map((k) => within[k]).filter((c) => c >= 0));
    const atom = graph.weight.reduce(
      (most, w, a) => (division.group[a] === g && w > most ? w : most),
      0,
    );
    return [
      {
        code: "atom-out-of-range",
        households: atom,
        compounds: [...compounds].map(
          (c) => (input.compounds ?? [])[obstacles[c].owner - input.buildings.length].id,
        ),
        buildings: inside.length,
      },
    ];
  }
  const large = graph.weight.filter((w) => w > range[1]).reduce((a, b) => a + b, 0);
  const rest = total - large;
  if (canKeepRange(rest > 0 ? rest : total, range))
    return [{ code: "no-better-division", households }];
  return [
    { code: parted.has(unit) ? "parted-out-of-range" : "village-out-of-range", households: total },
  ];
}

/** Ground without homes that is joined to nothing goes to the village's nearest grid. */
function addExclaves(plot: Plot, ground: Ground, { atom, exclaves }: Settlement, drawn: Drawn[]) {
  const middle = (f: number): Position => {
    const [x, y] = placeIn(ground.faces[f].loops);
    return plot.projection.forward(x / 1e7, y / 1e7);
  };
  const parts = new Map<Drawn, number>();
  for (const lead of exclaves) {
    const { village } = ground.faces[lead];
    const faces = ground.faces.flatMap((face, f) =>
      face.site < 0 && atom.find(f) === lead ? [f] : [],
    );
    const [x, y] = middle(lead);
    let best: Drawn | null = null,
      least = Infinity;
    for (const grid of drawn) {
      if (grid.village !== village) continue;
      for (const f of grid.faces) {
        const [u, v] = middle(f),
          d = Math.hypot(u - x, v - y);
        if (d < least) {
          least = d;
          best = grid;
        }
      }
    }
    if (best) {
      best.faces.push(...faces);
      parts.set(best, (parts.get(best) ?? 0) + 1);
    } else
      drawn.push({
        village,
        faces,
        present: -1,
        households: 0,
        reasons: [{ code: "village-out-of-range", households: 0 }],
      });
  }
  for (const [grid, count] of parts)
    if (grid.reasons.every((r) => r.code !== "village-out-of-range" || r.households > 0))
      grid.reasons.push({ code: "exclave-without-homes", parts: count });
}

/**
 * Present ids stay; new ones are the village's code and a number from north to south and west to
 * east, so that they do not tell the search's order, and never one that is in use.
 */
function idsOf({ input, kept }: Plot, ground: Ground, drawn: readonly Drawn[]): GridId[] {
  const used = new Set([...(input.present ?? []), ...kept].map((p) => p.id));
  const ids: GridId[] = drawn.map((d) =>
    d.present < 0 ? "" : (input.present ?? [])[d.present].id,
  );
  const centre = drawn.map(({ faces }) => {
    let x = 0,
      y = 0,
      area = 0;
    for (const f of faces) {
      const [px, py] = placeIn(ground.faces[f].loops),
        a = ground.faces[f].area;
      x += a * px;
      y += a * py;
      area += a;
    }
    return [x / area, y / area];
  });
  const order = [...drawn.keys()].sort(
    (a, b) => centre[b][1] - centre[a][1] || centre[a][0] - centre[b][0],
  );
  const next = new Map<number, number>();
  for (const g of order) {
    if (ids[g] !== "") continue;
    const { village } = drawn[g];
    for (let n = (next.get(village) ?? 0) + 1; ; n++) {
      const id = `${input.villages[village].code}${String(n).padStart(3, "0")}`;
      next.set(village, n);
      if (used.has(id)) continue;
      ids[g] = id;
      break;
    }
  }
  return ids;
}

function countsOf(
  { input, obstacles }: Plot,
  label: readonly Label[],
  id: GridId,
): { households: number; people: number } {
  let households = 0,
    people = 0;
  const seen = new Set<number>();
  for (const { face, owner } of obstacles) {
    if (owner >= input.buildings.length || face < 0 || seen.has(owner)) continue;
    seen.add(owner);
    if (label[face] !== id) continue;
    households += input.buildings[owner].households;
    people += input.buildings[owner].people ?? 0;
  }
  return { households, people };
}

/** Buildings of which the outline of a kept grid leaves some outside. */
function cutByOutline(
  { kept, keptRings, obstacles, input, projection }: Plot,
  id: GridId,
): GridReason[] {
  const rings = keptRings[kept.findIndex((k) => k.id === id)];
  const metric = rings.map((xy) => {
    const out = new Float64Array(xy.length);
    for (let i = 0; i < xy.length; i += 2)
      [out[i], out[i + 1]] = projection.forward(xy[i] / 1e7, xy[i + 1] / 1e7);
    return out;
  });
  const buildings = new Set<string>();
  for (const { rings: footprint, owner } of obstacles) {
    if (owner >= input.buildings.length) continue;
    let inside = 0,
      corners = 0;
    for (const r of footprint)
      for (let i = 2; i < r.length; i += 2) {
        corners++;
        // A corner on the outline is on neither side.
        const [x, y] = [r[i] * 0.999 + r[0] * 0.001, r[i + 1] * 0.999 + r[1] * 0.001];
        if (insideMetric(metric, x, y)) inside++;
      }
    if (inside > 0 && inside < corners) buildings.add(input.buildings[owner].id);
  }
  return buildings.size === 0
    ? []
    : [{ code: "outline-cuts-buildings", buildings: [...buildings] }];
}

function outlines(
  { set, sideOf }: Ground,
  label: readonly Label[],
  grids: readonly ProposedGrid[],
): Proposal["collection"] {
  const { places, from, to } = set;
  const segments: Segment[] = [];
  for (let i = 0; i < from.length; i++) {
    const left = sideOf[2 * i] < 0 ? null : label[sideOf[2 * i]],
      right = sideOf[2 * i + 1] < 0 ? null : label[sideOf[2 * i + 1]];
    if (left === right) continue;
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
    throw new Error(`The proposal's lines do not join at ${edges.x}, ${edges.y} (8c20f3ab)`);
  return toFeatureCollection(
    assembleCoverage(
      edges,
      grids.map(({ id, village, households, people }): [GridId, Properties] => [
        id,
        { id, village, households, people },
      ]),
    ),
  );
}

export { isProposal } from "./propose/model.js";
