/**
 * From "these edges go, these labelled segments come" to a change that keeps the coverage whole, or
 * a refusal. Every
 * operation ends here, so what an accepted operation may leave behind is decided in one place
 * (judge.ts).
 */
import { joinSegments, type Segment, segmentsOf } from "./chains.js";
import { type Edge, nodeKey, toPosition } from "./edge.js";
import { judge } from "./judge.js";
import { PlaceTable } from "./lattice.js";
import type { Coverage, Outcome } from "./model.js";
import { refuse } from "./refuse.js";
import type { RewireOptions } from "./rewire-options.js";

/** Edges with the place among their vertices. */
export function edgesAt(
  coverage: Coverage,
  x: number,
  y: number,
): { edge: Edge; vertex: number }[] {
  const out: { edge: Edge; vertex: number }[] = [];
  for (const edge of coverage.index.search(x, y, x, y)) {
    const { xy } = edge;
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === x && xy[i + 1] === y) {
        out.push({ edge, vertex: i / 2 });
        break;
      }
    }
  }
  return out;
}

/**
 * @param removed edges that go; every piece of them that stays must be among the segments
 * @param segments what comes, noded: no two cross or run on top of each other (judged all the same)
 */
export function rewire(
  coverage: Coverage,
  removed: ReadonlySet<Edge>,
  segments: readonly Segment[],
  options: RewireOptions,
): Outcome {
  const gone = new Set(removed);
  const soup = [...segments];
  // Edges that touch the new segments in a vertex of their own must break there; edges left alone
  // at a place with one
  // other end must be joined. Both come in whole, and bring no new ends beyond their own.
  const seen = new PlaceTable(soup.length * 2);
  const degree: number[] = [];
  const pending: number[] = [];
  const note = (x: number, y: number, ends: number): void => {
    const before = seen.size,
      p = seen.add(x, y);
    if (p === before) {
      degree.push(0);
      pending.push(p);
    }
    degree[p] += ends;
  };
  const enter = (s: Segment): void => {
    note(s.ax, s.ay, 1);
    note(s.bx, s.by, 1);
  };
  soup.forEach(enter);
  for (const { xy } of gone) {
    note(xy[0], xy[1], 0);
    note(xy[xy.length - 2], xy[xy.length - 1], 0);
  }
  const takeIn = (edge: Edge): void => {
    gone.add(edge);
    for (const s of segmentsOf(edge)) {
      soup.push(s);
      enter(s);
    }
  };
  while (pending.length > 0) {
    const p = pending.pop() as number,
      x = seen.xs[p],
      y = seen.ys[p];
    const outside: Edge[] = [];
    let ends = 0;
    for (const { edge, vertex } of edgesAt(coverage, x, y)) {
      if (gone.has(edge)) continue;
      const last = edge.xy.length / 2 - 1;
      if (vertex !== 0 && vertex !== last) {
        takeIn(edge);
        continue;
      }
      outside.push(edge);
      ends += edge.xy[0] === edge.xy[2 * last] && edge.xy[1] === edge.xy[2 * last + 1] ? 2 : 1;
    }
    if (ends > 0 && ends + degree[p] === 2) for (const edge of outside) takeIn(edge);
  }
  const endsOutside = (x: number, y: number): boolean => {
    const node = coverage.nodes.get(nodeKey(x, y));
    return node?.edges.some((id) => !gone.has(coverage.edges.get(id) as Edge)) ?? false;
  };
  const added = joinSegments(soup, endsOutside, coverage.nextEdge);
  if (!Array.isArray(added)) {
    return refuse("crosses", "borders-on-each-other", {}, [...options.note.grids], {
      type: "Point",
      coordinates: toPosition(added.x, added.y),
    });
  }
  const { remove, add } = withoutUnchanged([...gone], added);
  if (remove.length === 0 && add.length === 0 && (options.grids ?? []).length === 0) {
    return refuse("no-effect", "nothing-changes", {}, [...options.note.grids]);
  }
  return judge(coverage, remove, add, options);
}

/** Edges that come back exactly as they were keep their number. */
function withoutUnchanged(removed: Edge[], added: Edge[]): { remove: Edge[]; add: Edge[] } {
  const before = new Map<string, Edge>();
  const keyOf = ({ xy, left, right }: Edge): string =>
    `${left ?? ""}|${right ?? ""}|${xy.join(",")}`;
  for (const edge of removed) before.set(keyOf(edge), edge);
  const add = added.filter((edge) => !before.delete(keyOf(edge)));
  const kept = new Set(removed);
  const remove = [...before.values()].filter((edge) => kept.has(edge));
  return { remove, add };
}
