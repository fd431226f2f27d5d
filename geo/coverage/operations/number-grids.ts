import type { GridId } from "../edge.js";
import { sizeOf } from "../judge/slivers.js";
import { isLocked } from "../locked.js";
import { localMetric } from "../metric.js";
import type { Coverage, Face, Outcome, Properties } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { shapeOf } from "../shape.js";
import type { OperationOptions } from "./options.js";

export interface NumberOptions extends OperationOptions {
  /** Only these grids; by default all. */
  readonly grids?: readonly GridId[];
  /** Number of the first; 1 by default. */
  readonly first?: number;
  /** The property that receives the number; `number` by default. */
  readonly property?: string;
  /** Makes the value from the number; the number itself by default. */
  readonly format?: (number: number) => unknown;
}

/**
 * Numbers grids from west to east and from north to south (DB6101/T 3185-2024 asks for this order
 * within a village,
 * without saying how ragged rows are told apart). Rows are bands as high as a typical grid is wide
 * (the square root
 * of the median area): north first, within a band west first.
 */
export function numberGrids(coverage: Coverage, options: NumberOptions = {}): Outcome {
  const property = options.property ?? "number",
    first = options.first ?? 1,
    format = options.format ?? ((n: number) => n);
  const faces: Face[] = [];
  for (const id of options.grids ?? coverage.faces.keys()) {
    const face = coverage.faces.get(id);
    if (!face) return refuse("not-found", "no-such-grids", { grids: [id] }, [id]);
    faces.push(face);
  }
  if (faces.length === 0) return refuse("no-effect", "no-grid-to-number", {});
  const order = inRows(coverage, faces);
  const grids: { id: GridId; before: Properties; after: Properties }[] = [];
  order.forEach((face, i) => {
    const value = format(first + i);
    if (face.properties[property] !== value)
      grids.push({
        id: face.id,
        before: face.properties,
        after: { ...face.properties, [property]: value },
      });
  });
  const locked = grids.find(({ id }) => isLocked(coverage.faces.get(id), options.locked));
  if (locked) return refuse("locked", "grid-locked", { grids: [locked.id] }, [locked.id]);
  if (grids.length === 0) return refuse("no-effect", "numbered-so-already", {});
  return {
    note: {
      kind: "number-grids",
      ...said("numbered-grids", { count: faces.length }),
      grids: grids.map((g) => g.id),
    },
    remove: [],
    add: [],
    grids,
    warnings: [],
  };
}

function inRows(coverage: Coverage, faces: Face[]): Face[] {
  const middle = (face: Face): { face: Face; x: number; y: number; area: number } => {
    const {
      parts: [{ shell, holes }],
      box,
    } = shapeOf(coverage, face);
    return {
      face,
      x: (box.minX + box.maxX) / 2e7,
      y: (box.minY + box.maxY) / 2e7,
      area: sizeOf([shell, ...holes]).area,
    };
  };
  const all = faces.map(middle);
  const side = Math.sqrt(all.map((a) => a.area).sort((p, q) => p - q)[all.length >> 1]);
  const projection = localMetric(all[0].x, all[0].y);
  const placed = all
    .map(({ face, x, y }) => ({ face, at: projection.forward(x, y) }))
    .sort((p, q) => q.at[1] - p.at[1] || p.at[0] - q.at[0]);
  const out: Face[] = [];
  for (let i = 0; i < placed.length; ) {
    const top = placed[i].at[1];
    let k = i;
    while (k < placed.length && top - placed[k].at[1] < side / 2) k++;
    out.push(
      ...placed
        .slice(i, k)
        .sort((p, q) => p.at[0] - q.at[0] || q.at[1] - p.at[1])
        .map((p) => p.face),
    );
    i = k;
  }
  return out;
}
