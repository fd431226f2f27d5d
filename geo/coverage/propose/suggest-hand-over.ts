/** One step towards the range: what one grid might hand to a neighbour. */
import type { Position } from "geojson";
import { assembleCoverage, gridGeometry } from "../build.js";
import { joinSegments, type Segment } from "../chains.js";
import { startFromToday, todayOf } from "./divide.js";
import { graphOf } from "./graph.js";
import type { Ground } from "./ground.js";
import type { HouseholdRange, ProposeInput } from "./model.js";
import { Division } from "./partition.js";
import { plotOf, prepare } from "./prepare.js";
import type { UnionFind } from "./union-find.js";

export interface HandOver {
  readonly from: string;
  readonly to: string;
  /** All of them change hands together: no border may part them. */
  readonly buildings: readonly string[];
  /** Their ground, along the lines; null where it has holes or several parts. */
  readonly outline: readonly Position[] | null;
  readonly households: number;
  /** Households of both grids before and after. */
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
  /** By how many households the grids lie less outside the range, together. */
  readonly gain: number;
}

interface Step {
  readonly from: number;
  readonly to: number;
  /** Leading face of the atom. */
  readonly lead: number;
  readonly households: number;
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
  readonly gain: number;
  readonly delta: number;
}

/** Steps that are told: who cannot draw the best looks at the next. */
const MOST = 12;

/**
 * The steps that bring the present grids nearest to the range, the best first: blocks as the lines
 * make them (no block is cut for it), both grids in one piece on foot afterwards, locked ones
 * untouched; of steps that gain alike the one with the shortest and straightest borders.
 */
export function handOvers(input: ProposeInput, range: HouseholdRange): HandOver[] {
  const rangeOf = (village: number): HouseholdRange => input.villages[village].range ?? range;
  const plot = plotOf(input, rangeOf);
  const { ground, settled } = prepare(plot, rangeOf, () => Infinity);
  const today = todayOf(plot, ground);
  if (!today) return [];
  const { obstacles } = plot;
  const steps: Step[] = [];
  for (const unit of new Set(settled.unit)) {
    if (unit < 0) continue;
    const graph = graphOf(ground, settled, obstacles, unit);
    const { group, present } = startFromToday(graph, settled, obstacles, today, unit);
    if (present.length < 2) continue;
    const [min, max] = rangeOf(ground.faces[graph.lead[0]].village);
    const division = new Division(graph, group, present.length, { min, max, today: null });
    const off = (load: number): number => Math.max(0, min - load, load - max);
    for (let a = 0; a < graph.n; a++) {
      const p = group[a],
        households = graph.weight[a];
      if (households === 0 || division.size[p] < 2 || !division.staysWhole(a)) continue;
      const near = new Set<number>();
      for (let e = graph.start[a]; e < graph.start[a + 1]; e++)
        if (graph.foot[e] && group[graph.to[e]] !== p) near.add(group[graph.to[e]]);
      for (const q of near) {
        const before = [division.load[p], division.load[q]] as const;
        const after = [before[0] - households, before[1] + households] as const;
        const gain = off(before[0]) + off(before[1]) - off(after[0]) - off(after[1]);
        if (gain <= 0) continue;
        const [from, to] = [present[p], present[q]];
        const delta = division.delta(a, q);
        steps.push({ from, to, lead: graph.lead[a], households, before, after, gain, delta });
      }
    }
  }
  const presentId = (k: number): string => (input.present ?? [])[k].id;
  return steps
    .sort((a, b) => b.gain - a.gain || a.delta - b.delta)
    .slice(0, MOST)
    .map(({ lead, delta: _, from, to, ...step }) => ({
      ...step,
      from: presentId(from),
      to: presentId(to),
      buildings: [
        ...new Set(
          obstacles
            .filter((o) => o.owner < input.buildings.length && o.face >= 0)
            .filter((o) => settled.atom.find(o.face) === lead)
            .map((o) => input.buildings[o.owner].id),
        ),
      ],
      outline: outlineOf(ground, settled.atom, lead),
    }));
}

function outlineOf({ set, sideOf }: Ground, atom: UnionFind, lead: number): Position[] | null {
  const { places, from, to } = set;
  const isIn = (face: number): boolean => face >= 0 && atom.find(face) === lead;
  const segments: Segment[] = [];
  for (let i = 0; i < from.length; i++) {
    const [left, right] = [isIn(sideOf[2 * i]), isIn(sideOf[2 * i + 1])];
    if (left === right) continue;
    const [a, b] = [from[i], to[i]];
    segments.push({
      ...{ ax: places.xs[a], ay: places.ys[a], bx: places.xs[b], by: places.ys[b] },
      ...{ left: left ? "atom" : null, right: right ? "atom" : null },
    });
  }
  const edges = joinSegments(segments, () => false, 0);
  if (!Array.isArray(edges)) return null;
  const coverage = assembleCoverage(edges, [["atom", {}]]);
  const [face] = coverage.faces.values();
  const { type, coordinates } = gridGeometry(coverage, face);
  return type === "Polygon" && coordinates.length === 1 ? coordinates[0] : null;
}
