import type { Position } from "geojson";
import { divide, type Part } from "../divide.js";
import type { GridId } from "../edge.js";
import type { Coverage, Outcome, Properties } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { freeId, isReading, lineGeometry, readLine, settle } from "../settle.js";
import type { OperationOptions } from "./options.js";

export interface SplitOptions extends OperationOptions {
  /** Only these grids; by default every grid that the line crosses. */
  readonly grids?: readonly GridId[];
  /**
   * Ids for the new grids in turn, largest first within each old grid; by default the old id with
   * -2, -3 …
   */
  readonly newIds?: readonly GridId[];
  /** What is known of a new grid; by default what was known of the old one. */
  readonly properties?: (from: Properties, oldId: GridId, newId: GridId) => Properties;
}

/**
 * Splits grids along a drawn line, through several at once if it crosses several. The largest part
 * keeps the id.
 * What the line does not cut through from border to border stays whole.
 */
export function splitGrids(
  coverage: Coverage,
  line: readonly Position[],
  options: SplitOptions = {},
): Outcome {
  const read = readLine(line);
  if (!isReading(read)) return read;
  const missing = options.grids?.filter((id) => !coverage.faces.has(id)) ?? [];
  if (missing.length > 0) return refuse("not-found", "no-such-grids", { grids: missing }, missing);
  const wanted = options.grids ? new Set(options.grids) : new Set([...coverage.faces.keys()]);
  const { noded, parts, left, right } = divide(coverage, [read], wanted);
  const byGrid = new Map<GridId, Part[]>();
  for (const part of parts) {
    if (part.label === null || !part.cut) continue;
    byGrid.set(part.label, [...(byGrid.get(part.label) ?? []), part]);
  }
  const owner = new Map<Part, GridId>();
  const taken = new Set<GridId>(),
    created: { id: GridId; before: null; after: Properties }[] = [];
  const given = [...(options.newIds ?? [])];
  const split: GridId[] = [];
  // In the order of ids: which border is met first depends on how the coverage came to be.
  for (const [id, pieces] of [...byGrid].sort((p, q) => (p[0] < q[0] ? -1 : 1))) {
    if (pieces.length < 2) continue;
    split.push(id);
    pieces.sort((p, q) => q.area2 - p.area2);
    for (const part of pieces.slice(1)) {
      const wish = given.shift();
      if (wish !== undefined && (coverage.faces.has(wish) || taken.has(wish)))
        return refuse("id-taken", "id-taken", { grid: wish }, [wish]);
      const newId = wish ?? freeId(coverage, `${id}-2`.replace(/-\d+-2$/, "-2"), taken);
      taken.add(newId);
      owner.set(part, newId);
      const from = coverage.faces.get(id)?.properties ?? {};
      created.push({
        id: newId,
        before: null,
        after: options.properties ? options.properties(from, id, newId) : { ...from },
      });
    }
  }
  if (owner.size === 0)
    return refuse("not-reached", "crosses-no-grid", {}, [...byGrid.keys()], lineGeometry(read));
  const { pieces } = noded;
  const label = (part: Part | undefined, before: GridId | null): GridId | null =>
    (part && owner.get(part)) ?? before;
  return settle(
    coverage,
    noded,
    (i) => [label(left[i], pieces[i].left), label(right[i], pieces[i].right)],
    {
      ...options,
      grids: created,
      note: {
        kind: "split-grids",
        ...said("split-grids", { grids: split }),
        grids: [...split, ...taken],
      },
    },
  );
}
