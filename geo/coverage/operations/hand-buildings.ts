import { groundOf } from "../buildings-ground.js";
import { boxOf, type GridId, type Label, toPositions } from "../edge.js";
import type { Footprint, Footprints } from "../footprints.js";
import type { ForeignLines } from "../foreign-lines.js";
import { labelBelow, STEP } from "../locate.js";
import { isLocked } from "../locked.js";
import type { Coverage, Face, Outcome } from "../model.js";
import { selfCrossing } from "../noding.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { relabelInside } from "../relabel-inside.js";
import type { OperationOptions } from "./options.js";

export interface HandOptions extends OperationOptions {
  readonly footprints?: Footprints;
  readonly lines?: ForeignLines;
}

/** Metres that a building's ground reaches where nothing is in the way, and at most to a border. */
const REACH = 12;
const FARTHEST = 200;

/**
 * Hands over the ground of buildings: theirs up to the middle of the gaps to the buildings that
 * stay, or to a foreign line in the gap, and all between them and the border of who receives them.
 */
export function handBuildings(
  coverage: Coverage,
  ids: readonly string[],
  to: GridId,
  options: HandOptions = {},
): Outcome {
  const { footprints, lines } = options;
  const receiver = coverage.faces.get(to);
  if (!receiver) return refuse("not-found", "no-such-grids", { grids: [to] }, [to]);
  const unknown = [...new Set(ids)].filter((id) => !footprints?.get(id));
  if (!footprints || unknown.length > 0)
    return refuse("not-found", "no-such-buildings", { buildings: unknown }, [to]);
  const chosen = [...new Set(ids)]
    .map((id) => footprints.get(id) as Footprint)
    .filter((footprint) => gridOf(coverage, footprint) !== to);
  const from = new Set<Label>(chosen.map((footprint) => gridOf(coverage, footprint)));
  from.delete(null);
  if (from.size === 0) return refuse("no-effect", "nothing-changes", {}, [to]);
  const locked = [to, ...from].filter((id) =>
    isLocked(coverage.faces.get(id as GridId), options.locked),
  ) as GridId[];
  if (locked.length > 0) return refuse("locked", "grid-locked", { grids: locked }, locked);
  const mine = new Set(chosen);
  const far = (footprint: Footprint): number =>
    Math.max(REACH, Math.min(FARTHEST, 1.2 * metresTo(coverage, receiver, footprint)));
  const others = new Set<Footprint>();
  for (const footprint of chosen)
    for (const near of footprints.near(footprint.box, (4 * far(footprint)) / STEP))
      if (!mine.has(near) && gridOf(coverage, near) !== to) others.add(near);
  const ground = groundOf(chosen, [...others], { lines, reach: far });
  if (!Array.isArray(ground)) {
    const wall = footprints.get(ground.touching);
    return refuse(
      "through-building",
      "no-gap",
      { building: ground.touching },
      [to, ...from] as GridId[],
      wall ? { type: "Polygon", coordinates: wall.rings.map(toPositions) } : null,
    );
  }
  const crossed = ground.map(selfCrossing).find((at) => at !== null);
  if (crossed) return refuse("bad-drawing", "crosses-itself", {}, [to]);
  return relabelInside(coverage, ground, (label) => (from.has(label) ? to : label), {
    ...options,
    note: {
      kind: "hand-buildings",
      grids: [to, ...(from as Set<GridId>)],
      ...said("handed-buildings", { count: chosen.length, from: [...from], grid: to }),
    },
  });
}

/** The grid in which a building lies: by the middle of its box, moved off lattice lines. */
function gridOf(coverage: Coverage, { box }: Footprint): Label {
  return labelBelow(coverage, (box.minX + box.maxX) / 2 + 0.25, (box.minY + box.maxY) / 2 + 0.25);
}

/** Metres from a building's box to the nearest border of a grid. */
function metresTo(coverage: Coverage, face: Face, { box }: Footprint): number {
  const squeeze = Math.cos(((box.minY / 1e7) * Math.PI) / 180);
  let best = Infinity;
  for (const id of face.edges) {
    const edge = coverage.edges.get(id);
    for (let i = 2; edge && i < edge.xy.length; i += 2) {
      const b = boxOf(edge.xy.subarray(i - 2, i + 2));
      const dx = Math.max(0, b.minX - box.maxX, box.minX - b.maxX) * squeeze,
        dy = Math.max(0, b.minY - box.maxY, box.minY - b.maxY);
      best = Math.min(best, Math.hypot(dx, dy) * STEP);
    }
  }
  return best;
}
