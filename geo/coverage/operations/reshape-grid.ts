import type { Position } from "geojson";
import { divide, type Part } from "../divide.js";
import type { GridId, Label } from "../edge.js";
import { isLocked } from "../locked.js";
import type { Coverage, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { isReading, lineGeometry, readLine, settle } from "../settle.js";
import type { OperationOptions } from "./options.js";

/**
 * Draws the border of a grid anew along a line that begins and ends on it (or beyond): what the
 * line cuts off the grid
 * goes to the neighbour with the longest border there, what it cuts off the neighbours and lies
 * against the grid comes
 * to it. The larger part of each stays where it was.
 * @param options.outside false: the outside neither gives nor takes
 */
export function reshapeGrid(
  coverage: Coverage,
  id: GridId,
  line: readonly Position[],
  options: OperationOptions & { outside?: boolean } = {},
): Outcome {
  if (!coverage.faces.has(id)) return refuse("not-found", "no-such-grids", { grids: [id] }, [id]);
  const read = readLine(line);
  if (!isReading(read)) return read;
  const free = new Set<Label>(
    [...coverage.faces.values()].flatMap((f) => (isLocked(f, options.locked) ? [] : [f.id])),
  );
  free.add(id);
  if (options.outside !== false) free.add(null);
  const { noded, parts, left, right } = divide(coverage, [read], free);
  const owner = new Map<Part, Label>();
  const byLabel = new Map<Label, Part[]>();
  for (const part of parts)
    if (part.cut) byLabel.set(part.label, [...(byLabel.get(part.label) ?? []), part]);
  for (const [label, pieces] of byLabel) {
    // The outside is endless, so none of its closed parts is the one that stays.
    const largest = label === null ? null : pieces.reduce((p, q) => (q.area2 > p.area2 ? q : p));
    for (const part of pieces) {
      if (part === largest) continue;
      if (label !== id) {
        if (part.borders.has(id)) owner.set(part, id);
        continue;
      }
      const takers = [...part.borders].filter(
        ([other]) => other !== id && free.has(other) && (other !== null || part.borders.size === 1),
      );
      const taker = takers.sort((p, q) => q[1] - p[1])[0];
      if (taker) owner.set(part, taker[0]);
    }
  }
  if (owner.size === 0)
    return refuse("not-reached", "cuts-nothing-off", { grid: id }, [id], lineGeometry(read));
  const { pieces } = noded;
  const after = (part: Part | undefined, before: Label): Label =>
    part && owner.has(part) ? (owner.get(part) as Label) : before;
  const grids = new Set<GridId>([id]);
  for (const [part, label] of owner)
    for (const l of [part.label, label]) if (l !== null) grids.add(l);
  return settle(
    coverage,
    noded,
    (i) => [after(left[i], pieces[i].left), after(right[i], pieces[i].right)],
    {
      ...options,
      note: {
        kind: "reshape-grid",
        ...said("reshaped-grid", { grid: id }),
        grids: [...grids],
      },
    },
  );
}
