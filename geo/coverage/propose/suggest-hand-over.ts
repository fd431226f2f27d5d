/** One step towards the range: what one grid might hand to a neighbour. */
import { startFromToday, todayOf } from "./divide.js";
import { graphOf } from "./graph.js";
import type { HouseholdRange, ProposeInput } from "./model.js";
import { Division } from "./partition.js";
import { plotOf, prepare } from "./prepare.js";

export interface HandOver {
  readonly from: string;
  readonly to: string;
  /** All of them change hands together: no border may part them. */
  readonly buildings: readonly string[];
  readonly households: number;
  /** Households of both grids before and after. */
  readonly before: readonly [from: number, to: number];
  readonly after: readonly [from: number, to: number];
  /** By how many households the grids lie less outside the range, together. */
  readonly gain: number;
}

/**
 * The step that brings the present grids nearest to the range: blocks as the lines make them (no
 * block is cut for it), both grids in one piece on foot afterwards, locked ones untouched; of steps
 * that gain alike the one with the shortest and straightest borders.
 * @returns null when no single step gains anything
 */
export function suggestHandOver(input: ProposeInput, range: HouseholdRange): HandOver | null {
  const plot = plotOf(input);
  const rangeOf = (village: number): HouseholdRange => input.villages[village].range ?? range;
  const { ground, settled } = prepare(plot, rangeOf, () => Infinity);
  const today = todayOf(plot, ground);
  if (!today) return null;
  const { obstacles } = plot;
  let best: (HandOver & { delta: number }) | null = null;
  for (const unit of new Set(settled.unit)) {
    if (unit < 0) continue;
    const graph = graphOf(ground, settled, obstacles, unit);
    const { group, present } = startFromToday(graph, settled, obstacles, today, unit);
    if (present.length < 2) continue;
    const [min, max] = rangeOf(ground.faces[graph.lead[0]].village);
    const division = new Division(graph, group, present.length, { min, max, today: null });
    const off = (load: number): number => Math.max(0, min - load, load - max);
    for (let a = 0; a < graph.n; a++) {
      const p = group[a];
      if (graph.weight[a] === 0 || division.size[p] < 2 || !division.staysWhole(a)) continue;
      const near = new Set<number>();
      for (let e = graph.start[a]; e < graph.start[a + 1]; e++)
        if (graph.foot[e] && group[graph.to[e]] !== p) near.add(group[graph.to[e]]);
      for (const q of near) {
        const before = [division.load[p], division.load[q]] as const;
        const after = [before[0] - graph.weight[a], before[1] + graph.weight[a]] as const;
        const gain = off(before[0]) + off(before[1]) - off(after[0]) - off(after[1]);
        const delta = division.delta(a, q);
        if (
          gain <= 0 ||
          (best && (gain < best.gain || (gain === best.gain && delta >= best.delta)))
        )
          continue;
        const buildings = new Set(
          obstacles
            .filter((o) => o.owner < input.buildings.length && o.face >= 0)
            .filter((o) => settled.atom.find(o.face) === graph.lead[a])
            .map((o) => input.buildings[o.owner].id),
        );
        best = {
          from: (input.present ?? [])[present[p]].id,
          to: (input.present ?? [])[present[q]].id,
          buildings: [...buildings],
          households: graph.weight[a],
          before,
          after,
          gain,
          delta,
        };
      }
    }
  }
  if (!best) return null;
  const { delta: _, ...step } = best;
  return step;
}
