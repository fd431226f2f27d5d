/**
 * A change as plain data, for the log, the wire and tomorrow. Its edges are named by where they
 * lie, so it fits a coverage that was saved and built again; one that fits no longer is told from
 * its content.
 */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import type { Segment } from "./chains.js";
import { type Edge, type GridId, type Label, nodeKey, toPositions } from "./edge.js";
import type { Change, Coverage, Note, Outcome, Properties } from "./model.js";
import type { PackedChange, PackedEdge } from "./packed.js";
import { refuse } from "./refuse.js";
import { rewire } from "./rewire.js";
import { sameValue } from "./same-value.js";

const packEdge = ({ xy, left, right }: Edge): PackedEdge => ({
  line: toPositions(xy),
  left,
  right,
});

export function packChange(change: Change): PackedChange {
  const { remove, add } = withoutReturned(change.remove, change.add);
  return {
    note: change.note,
    remove: remove.map(packEdge),
    add: add.map(packEdge),
    grids: change.grids,
  };
}

/** The packed change that takes this one back. */
export function inverseOfPacked(change: PackedChange): PackedChange {
  const { note, remove, add, grids, redrawn } = change;
  return {
    note: { ...note, undone: !note.undone },
    remove: add,
    add: remove,
    grids: grids.map(({ id, before, after }) => ({ id, before: after, after: before })),
    ...(redrawn && {
      redrawn: redrawn.map(({ id, before, after }) => ({ id, before: after, after: before })),
    }),
  };
}

/**
 * The change for this coverage, judged as any other; refused as `stale` when what it takes away is
 * no longer there, as `locked` when a grid was locked since.
 * @param fixed grids that must not change besides
 */
export function unpackChange(
  coverage: Coverage,
  packed: PackedChange,
  fixed?: ReadonlySet<GridId>,
): Outcome {
  const remove = new Set<Edge>();
  for (const edge of packed.remove) {
    const found = findEdge(coverage, edge);
    if (!found) return staleBorder(edge);
    remove.add(found);
  }
  const grids: Change["grids"][number][] = [];
  const after = new Map<GridId, Properties | null>();
  for (const grid of packed.grids) {
    const now = coverage.faces.get(grid.id)?.properties ?? null;
    if (!sameValue(now, grid.before) || after.has(grid.id)) return staleGrid(grid.id);
    grids.push({ id: grid.id, before: now, after: grid.after });
    after.set(grid.id, grid.after);
  }
  const known = (id: Label): boolean =>
    id === null || (after.has(id) ? after.get(id) !== null : coverage.faces.has(id));
  const segments: Segment[] = [];
  const drawn = new Set<Label>();
  for (const { line, left, right } of packed.add) {
    for (const label of [left, right]) {
      if (!known(label)) return staleGrid(label as GridId);
      drawn.add(label);
    }
    const xy = latticeOf(line);
    for (let i = 2; i < xy.length; i += 2)
      segments.push({ ax: xy[i - 2], ay: xy[i - 1], bx: xy[i], by: xy[i + 1], left, right });
  }
  for (const { id, before, after: then } of grids) {
    const edges = [...(coverage.faces.get(id)?.edges ?? [])];
    const left = edges.some((edge) => !remove.has(coverage.edges.get(edge) as Edge));
    if ((then === null && left) || (before === null && !drawn.has(id))) return staleGrid(id);
  }
  return rewire(coverage, remove, segments, {
    note: packed.note,
    grids,
    locked: fixed,
    restoring: true,
  });
}

const staleGrid = (id: GridId): Outcome =>
  refuse("stale", "grid-changed-since", { grid: id }, [id]);

const staleBorder = ({ line, left, right }: PackedEdge): Outcome =>
  refuse(
    "stale",
    "border-changed-since",
    {},
    [left, right].filter((label) => label !== null),
    { type: "LineString", coordinates: [...line] },
  );

/**
 * One change for several made after one another: the frames of a drag, the operations of an edit.
 * What came and went in between is left out.
 * @param note what to call the whole; by default what the last is called, with the grids of all
 */
export function composeChanges(changes: readonly Change[], note?: Note): Change {
  const remove: Edge[] = [];
  let add: Edge[] = [];
  const grids = new Map<GridId, { before: Properties | null; after: Properties | null }>();
  for (const change of changes) {
    const gone = new Set(change.remove);
    const made = new Set(add);
    remove.push(...change.remove.filter((edge) => !made.has(edge)));
    add = [...add.filter((edge) => !gone.has(edge)), ...change.add];
    for (const { id, before, after } of change.grids)
      grids.set(id, { before: grids.has(id) ? (grids.get(id)?.before ?? null) : before, after });
  }
  const last = changes[changes.length - 1];
  if (!last) throw new Error("A change is composed of at least one (5f0c9d11)");
  return {
    note: note ?? {
      ...last.note,
      grids: [...new Set(changes.flatMap((change) => change.note.grids))],
    },
    remove,
    add,
    grids: [...grids]
      .filter(([, { before, after }]) => before !== after)
      .map(([id, states]) => ({ id, ...states })),
    warnings: last.warnings,
  };
}

/** An edge that goes and comes back as it was is no part of what is told. */
function withoutReturned(
  removed: readonly Edge[],
  added: readonly Edge[],
): { remove: Edge[]; add: Edge[] } {
  const keyOf = ({ xy, left, right }: Edge): string => JSON.stringify([left, right, ...xy]);
  const before = new Map(removed.map((edge) => [keyOf(edge), edge]));
  const add = added.filter((edge) => !before.delete(keyOf(edge)));
  return { remove: [...before.values()], add };
}

function latticeOf(line: readonly Position[]): Int32Array {
  return Int32Array.from(line.flatMap(([lon, lat]) => [toLattice(lon), toLattice(lat)]));
}

function findEdge(coverage: Coverage, { line, left, right }: PackedEdge): Edge | undefined {
  const xy = latticeOf(line);
  const same = (edge: Edge | undefined): boolean =>
    edge !== undefined &&
    edge.left === left &&
    edge.right === right &&
    edge.xy.length === xy.length &&
    edge.xy.every((v, i) => v === xy[i]);
  const node = coverage.nodes.get(nodeKey(xy[0], xy[1]));
  return node?.edges.map((id) => coverage.edges.get(id)).find(same);
}
