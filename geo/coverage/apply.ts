/** Puts a change into effect, and turns it round. */
import { link, unlink } from "./assemble.js";
import type { Change, Coverage } from "./model.js";

/**
 * Mutates the coverage. Throws, before anything is touched, when the change was computed against
 * another state: that is
 * the caller's mistake (a stale change), not the planner's.
 */
export function applyChange(coverage: Coverage, change: Change): void {
  for (const edge of change.remove) {
    if (coverage.edges.get(edge.id) !== edge)
      throw new Error(
        `The change was made for another state of the coverage: edge ${edge.id} is gone (b41dfb8a)`,
      );
  }
  for (const { id, before } of change.grids) {
    const face = coverage.faces.get(id);
    if ((before === null) !== (face === undefined) || (face && before !== face.properties)) {
      throw new Error(
        `The change was made for another state of the coverage: grid ${id} is not as it ` +
          "was (e7a3f1d0)",
      );
    }
  }
  for (const edge of change.remove) {
    coverage.index.remove(edge);
    unlink(coverage, edge);
  }
  for (const { id, before, after } of change.grids) {
    if (after === null) coverage.faces.delete(id);
    else if (before === null)
      coverage.faces.set(id, { id, properties: after, edges: new Set(), shape: null });
    else (coverage.faces.get(id) as { properties: typeof after }).properties = after;
  }
  for (const edge of change.add) {
    link(coverage, edge);
    coverage.index.insert(edge);
    coverage.nextEdge = Math.max(coverage.nextEdge, edge.id + 1);
  }
}

/** The change that takes this one back: the same edges, the other way round. */
export function inverseOf(change: Change): Change {
  return {
    note: { ...change.note, undone: !change.note.undone },
    remove: change.add,
    add: change.remove,
    grids: change.grids.map(({ id, before, after }) => ({ id, before: after, after: before })),
    warnings: [],
  };
}
