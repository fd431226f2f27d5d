/**
 * Judges grids as a planner would: everything is counted anew from the polygons and the input, by
 * nothing that the search knows.
 */
import Flatbush from "flatbush";
import type { Projection } from "../../projection.js";
import { toLattice } from "../../snap.js";
import type { GridCollection } from "../collection.js";
import { gridIdOf } from "../collection.js";
import { groundBetween, joinAtCrossings, type WalkedGround, walkParts } from "../walk-parts.js";
import { cornersAlong } from "./corners-along.js";
import { distanceToSegment, insideMetric } from "./footprint.js";
import { insideRings, locateFaces, readRings } from "./ground.js";
import {
  linesOf,
  type MetricBox,
  metricBox,
  metricLine,
  metricRings,
  perimeterOf,
  polygonsOf,
  signedArea,
} from "./metric.js";
import {
  canKeepRange,
  type HouseholdRange,
  type ProposalJudgement,
  type ProposeInput,
} from "./model.js";
import { overlapArea } from "./overlap-area.js";
import { placeIn } from "./place-in.js";

/** Square metres on a second side that rounding to a centimetre explains. */
const NOISE = 0.01;
/** The same for a metre of a grid's outline along which another village lies. */
const VILLAGE_NOISE = 0.01;
/** Metres within which a border lies on a line. */
const ON_LINE = 0.5;

interface Judged {
  readonly id: string;
  readonly geometry: GridCollection["features"][number]["geometry"];
  readonly rings: Float64Array[];
  readonly box: MetricBox;
}

/** A home: where a building stands, in metres and on the lattice. */
interface Home {
  readonly x: number;
  readonly y: number;
  readonly at: readonly [number, number];
  readonly households: number;
  readonly compound: number;
}

/**
 * @param kept ids of grids that the search did not draw: locked ones and dedicated sites
 * @param projection metres about the input
 */
export function judgeProposal(
  collection: GridCollection,
  kept: ReadonlySet<string>,
  input: ProposeInput,
  range: HouseholdRange,
  projection: Projection,
): ProposalJudgement {
  const grids = collection.features.map((f, i): Judged => {
    const rings = metricRings(f.geometry, projection);
    return { id: gridIdOf(f, i), geometry: f.geometry, rings, box: metricBox(rings) };
  });
  const tree = treeOf(grids.map((g) => g.box));
  const compounds = (input.compounds ?? []).map((c) => metricRings(c.geometry, projection, false));
  const homes = homesOf(input, compounds, projection);
  const gridOf = homes.map(({ x, y }) =>
    tree.search(x, y, x, y).find((g) => insideMetric(grids[g].rings, x, y)),
  );
  const villages = input.villages.map((v) => metricRings(v.geometry, projection));
  const villageTree = treeOf(villages.map(metricBox));
  const over = (rings: Float64Array[], noise: number): number[] =>
    tree.search(...metricBox(rings)).filter((g) => overlapArea(rings, grids[g].rings) > noise);
  const villageOf = grids.map((grid) => {
    const shares = villageTree
      .search(...grid.box)
      .map((v) => [v, overlapArea(grid.rings, villages[v])] as const)
      .filter(([, area]) => area > VILLAGE_NOISE * perimeterOf(grid.rings))
      .sort((a, b) => b[1] - a[1]);
    return { first: shares[0]?.[0] ?? -1, count: shares.length };
  });
  // What a village's own border cuts is no grid's doing.
  const parted = (rings: Float64Array[]): boolean => {
    const sides = over(rings, NOISE);
    return new Set(sides.map((g) => villageOf[g].first)).size < sides.length;
  };
  const walked = walkedGround(input);
  const foot = grids.map((grid, g) =>
    onFoot(
      grid,
      homes.filter((_, h) => gridOf[h] === g),
      walked,
      projection,
    ),
  );
  const drawn = grids.flatMap((grid, g) => (kept.has(grid.id) ? [] : [g]));
  const scores = drawn
    .filter((g) => polygonsOf(grids[g].geometry).length === 1)
    .map((g) => compactness(grids[g].rings))
    .sort((a, b) => a - b);
  return {
    outOfRange: outOfRange(drawn, homes, gridOf, villageOf, input, range, projection),
    buildingsCut: input.buildings.filter((b) => parted(metricRings(b.geometry, projection, false)))
      .length,
    compoundsSplit: compounds.filter(parted).length,
    villagesCrossed: villageOf.filter((v) => v.count > 1).length,
    banksJoined: foot.filter((f) => f === "banks").length,
    inPiecesOnFoot: foot.filter((f) => f !== "whole").length,
    ...borderFigures(grids, villageOf, kept, input, projection),
    polsbyPopperMedian: scores.length === 0 ? 1 : scores[scores.length >> 1],
    polsbyPopperLeast: scores[0] ?? 1,
    householdsMoved: moved(homes, gridOf, grids, input, projection),
  };
}

const compactness = (rings: Float64Array[]): number =>
  (4 * Math.PI * Math.abs(rings.reduce((s, r) => s + signedArea(r), 0))) / perimeterOf(rings) ** 2;

function treeOf(boxes: readonly MetricBox[]): { search: (...box: MetricBox) => number[] } {
  if (boxes.length === 0) return { search: () => [] };
  const tree = new Flatbush(boxes.length);
  for (const box of boxes) tree.add(...box);
  tree.finish();
  return { search: (...box) => tree.search(...box).sort((a, b) => a - b) };
}

function homesOf(
  { buildings }: ProposeInput,
  compounds: readonly Float64Array[][],
  projection: Projection,
): Home[] {
  const tree = treeOf(compounds.map(metricBox));
  return buildings
    .filter((b) => b.households > 0)
    .map((b) => {
      const [widest] = readRings(b.geometry);
      const at = placeIn([{ xy: widest }]);
      const [x, y] = projection.forward(at[0] / 1e7, at[1] / 1e7);
      const compound = tree.search(x, y, x, y).find((c) => insideMetric(compounds[c], x, y));
      return { x, y, at, households: b.households, compound: compound ?? -1 };
    });
}

/** Does one get from each home to each other without leaving the grid or crossing a barrier? */
function onFoot(
  { geometry }: Judged,
  homes: readonly Home[],
  walked: WalkedGround,
  projection: Projection,
): "whole" | "banks" | "pieces" {
  if (homes.length < 2) return "whole";
  const places = homes.map((h) => h.at);
  if (walkParts(geometry, places, walked, projection).length < 2) return "whole";
  const polygons = polygonsOf(geometry).map((p) => readRings({ type: "Polygon", coordinates: p }));
  const parts = new Set(
    places.map(([x, y]) => polygons.findIndex((rings) => insideRings(rings, x, y))),
  );
  return parts.size > 1 ? "pieces" : "banks";
}

/** Rivers and trunk lines are crossed at crossings alone. */
const walkedGround = ({ lines, crossings = [] }: ProposeInput): WalkedGround => ({
  barriers: lines.filter((l) => l.class === "river" || l.class === "trunk").map((l) => l.geometry),
  crossings,
});

/** Grids outside of a range that their part of the village could have kept. */
function outOfRange(
  drawn: readonly number[],
  homes: readonly Home[],
  gridOf: readonly (number | undefined)[],
  villageOf: readonly { first: number }[],
  input: ProposeInput,
  range: HouseholdRange,
  projection: Projection,
): number {
  const { barriers, crossings } = walkedGround(input);
  const ground = groundBetween(
    input.villages.map((v) => readRings(v.geometry)),
    barriers,
    projection,
  );
  const joined = joinAtCrossings(ground, crossings, projection, () => true);
  const faceOf = locateFaces(
    ground.faces,
    homes.map((h) => h.at),
  );
  const isDrawn = new Set(drawn);
  const load = new Map<number, number>(),
    island = new Map<number, number>(),
    inCompound = new Map<number, number>(),
    islandsOf = new Map<number, Set<number>>();
  homes.forEach(({ households, compound }, h) => {
    const g = gridOf[h];
    if (g === undefined || !isDrawn.has(g)) return;
    const i = faceOf[h] < 0 ? -1 : joined.find(faceOf[h]);
    load.set(g, (load.get(g) ?? 0) + households);
    island.set(i, (island.get(i) ?? 0) + households);
    islandsOf.set(g, (islandsOf.get(g) ?? new Set()).add(i));
    if (compound >= 0) inCompound.set(compound, (inCompound.get(compound) ?? 0) + households);
  });
  return drawn.filter((g) => {
    const [min, max] = input.villages[villageOf[g].first]?.range ?? range;
    const own = load.get(g) ?? 0;
    if (own >= min && own <= max) return false;
    const mine = homes.filter((_, h) => gridOf[h] === g);
    const heavy = (home: Home): number =>
      Math.max(home.households, inCompound.get(home.compound) ?? 0);
    if (own > max && mine.some((home) => heavy(home) > max)) return false;
    // An island without a possible number of grids excuses them all, and so does what is left of
    // it when a compound too large for any grid is taken out.
    return (
      [...(islandsOf.get(g) ?? [])].every((i) => {
        const total = island.get(i) ?? 0;
        let large = 0;
        const seen = new Set<number>();
        homes.forEach((home, h) => {
          if (faceOf[h] < 0 || joined.find(faceOf[h]) !== i || heavy(home) <= max) return;
          if (home.compound >= 0 && seen.has(home.compound)) return;
          seen.add(home.compound);
          large += heavy(home);
        });
        const rest = total - large;
        return large > 0
          ? rest === 0 || canKeepRange(rest, [min, max])
          : canKeepRange(total, [min, max]);
      }) && (islandsOf.get(g)?.size ?? 0) > 0
    );
  }).length;
}

/** Borders between two drawn grids of one village: share on lines, bends by border. */
function borderFigures(
  grids: readonly Judged[],
  villageOf: readonly { first: number }[],
  kept: ReadonlySet<string>,
  input: ProposeInput,
  projection: Projection,
): Pick<ProposalJudgement, "onLines" | "bendsPerBorder"> {
  const owners = new Map<string, { g: number; a: string; b: string }[]>();
  const at = new Map<string, [number, number]>();
  grids.forEach(({ geometry }, g) => {
    for (const ring of polygonsOf(geometry).flat())
      for (let i = 1; i < ring.length; i++) {
        const [a, b] = [ring[i - 1], ring[i]].map((p) => {
          const key = `${toLattice(p[0])},${toLattice(p[1])}`;
          if (!at.has(key)) at.set(key, projection.forward(p[0], p[1]));
          return key;
        });
        const key = a < b ? `${a} ${b}` : `${b} ${a}`;
        const here = owners.get(key);
        if (here) here.push({ g, a, b });
        else owners.set(key, [{ g, a, b }]);
      }
  });
  const degree = new Map<string, number>();
  for (const list of owners.values())
    for (const end of [list[0].a, list[0].b]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const pieces = [...owners.values()]
    .filter(
      ([one, two]) =>
        two &&
        one.g !== two.g &&
        villageOf[one.g].first === villageOf[two.g].first &&
        !kept.has(grids[one.g].id) &&
        !kept.has(grids[two.g].id),
    )
    .map(([{ a, b }]) => [a, b] as const);
  const near = nearLines(input, projection);
  let length = 0,
    on = 0;
  for (const [a, b] of pieces) {
    const [ax, ay] = at.get(a) as [number, number],
      [bx, by] = at.get(b) as [number, number];
    const l = Math.hypot(ax - bx, ay - by),
      steps = Math.max(1, Math.ceil(l / 2));
    length += l;
    for (let s = 0; s < steps; s++) {
      const t = (s + 0.5) / steps;
      if (near(ax + t * (bx - ax), ay + t * (by - ay))) on += l / steps;
    }
  }
  const chains = chainsOf(pieces, degree);
  const bends = chains.reduce(
    (sum, chain) =>
      sum + cornersAlong(chain.flatMap((key) => at.get(key) as [number, number])).length,
    0,
  );
  return {
    onLines: length > 0 ? Math.min(1, on / length) : 1,
    bendsPerBorder: chains.length > 0 ? bends / chains.length : 0,
  };
}

function nearLines(
  { lines }: ProposeInput,
  projection: Projection,
): (x: number, y: number) => boolean {
  const segments = lines.flatMap(({ geometry }) =>
    linesOf(geometry).flatMap((line) => {
      const xy = metricLine(line, projection);
      return Array.from({ length: line.length - 1 }, (_, i) => xy.slice(2 * i, 2 * i + 4));
    }),
  );
  const tree = treeOf(segments.map((s) => metricBox([s])));
  return (x, y) =>
    tree.search(x - ON_LINE, y - ON_LINE, x + ON_LINE, y + ON_LINE).some((k) => {
      const [ax, ay, bx, by] = segments[k];
      return distanceToSegment(x, y, ax, ay, bx, by) <= ON_LINE;
    });
}

/** Pieces end to end, broken where more than two borders meet. */
function chainsOf(
  pieces: readonly (readonly [string, string])[],
  degree: ReadonlyMap<string, number>,
): string[][] {
  const leaving = new Map<string, number[]>();
  pieces.forEach((piece, i) => {
    for (const end of piece) leaving.set(end, [...(leaving.get(end) ?? []), i]);
  });
  const used = new Set<number>();
  const walk = (first: number, from: string): string[] => {
    const chain = [from];
    for (let i: number | undefined = first, at = from; i !== undefined; ) {
      used.add(i);
      at = pieces[i][0] === at ? pieces[i][1] : pieces[i][0];
      chain.push(at);
      const on: number[] = degree.get(at) === 2 ? (leaving.get(at) ?? []) : [];
      i = on.find((k) => !used.has(k));
    }
    return chain;
  };
  const chains: string[][] = [];
  pieces.forEach((piece, i) => {
    for (const end of piece)
      if (!used.has(i) && (degree.get(end) !== 2 || (leaving.get(end) ?? []).length < 2))
        chains.push(walk(i, end));
  });
  pieces.forEach(([a], i) => {
    if (!used.has(i)) chains.push(walk(i, a));
  });
  return chains;
}

function moved(
  homes: readonly Home[],
  gridOf: readonly (number | undefined)[],
  grids: readonly Judged[],
  { present }: ProposeInput,
  projection: Projection,
): number | null {
  if (!present || present.length === 0) return null;
  const before = present.map((p) => metricRings(p.geometry, projection));
  const tree = treeOf(before.map(metricBox));
  return homes.reduce((sum, { x, y, households }, h) => {
    const was = tree.search(x, y, x, y).find((p) => insideMetric(before[p], x, y)),
      g = gridOf[h];
    const same = was !== undefined && g !== undefined && present[was].id === grids[g].id;
    return sum + (same || was === undefined ? 0 : households);
  }, 0);
}
