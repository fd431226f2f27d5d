import { groundOf } from "../buildings-ground.js";
import { type Box, boxOf, type GridId, type Label, toPositions } from "../edge.js";
import type { Footprint, Footprints } from "../footprints.js";
import type { ForeignLines } from "../foreign-lines.js";
import { KnownSegments } from "../judge/known-segments.js";
import { labelBelow, STEP } from "../locate.js";
import { isLocked } from "../locked.js";
import {
  type Change,
  type Coverage,
  type Face,
  isRefusal,
  type Note,
  type Outcome,
  type Refusal,
} from "../model.js";
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
/** Metres from a line at which a border still runs along it: it is drawn a little straighter. */
const ON_LINE = 1;

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
    .sort()
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
  const far = farOf(coverage, receiver);
  const others = new Set<Footprint>();
  for (const footprint of chosen)
    for (const near of footprints.near(footprint.box, around(far(footprint))))
      if (!mine.has(near) && gridOf(coverage, near) !== to) others.add(near);
  const grids = [to, ...(from as Set<GridId>)];
  const note: Note = {
    ...{ kind: "hand-buildings", grids },
    ...said("handed-buildings", { count: chosen.length, from: [...from], grid: to }),
  };
  const handed = (along?: ForeignLines): Outcome => {
    const ground = groundOf(chosen, inOrder(others), { lines: along, reach: far });
    if (!Array.isArray(ground))
      return ground.touching === null
        ? refuse("bad-drawing", "crosses-itself", {}, [to])
        : noGap(footprints, ground.touching, grids);
    const after = (label: Label): Label => (from.has(label) ? to : label);
    return relabelInside(coverage, ground, after, { ...options, note });
  };
  if (!lines) return handed();
  // A line may lead round where the gap does not: what can be handed over at all is.
  const along = handed(lines);
  if (!isRefusal(along)) return toldOfLines(along, lines);
  const between = handed();
  return isRefusal(between) ? along : between;
}

/**
 * Where buildings and lines have to be known for buildings to be handed over; lattice units. Null:
 * there is nothing to hand over.
 */
export function boxOfHanding(
  coverage: Coverage,
  ids: readonly string[],
  to: GridId,
  footprints: Footprints,
): Box | null {
  const receiver = coverage.faces.get(to);
  const chosen = ids.flatMap((id) => footprints.get(id) ?? []);
  if (!receiver || chosen.length === 0) return null;
  const far = farOf(coverage, receiver);
  return boxOf(
    chosen.flatMap((footprint) => {
      const { minX, minY, maxX, maxY } = footprint.box;
      const margin = around(far(footprint));
      return [minX - margin, minY - margin, maxX + margin, maxY + margin];
    }),
  );
}

/** Metres that a building's ground reaches: past the border of who receives it. */
const farOf =
  (coverage: Coverage, receiver: Face) =>
  (footprint: Footprint): number =>
    Math.max(REACH, Math.min(FARTHEST, 1.2 * metresTo(coverage, receiver, footprint)));

/** Lattice units around a building within which others may bound its ground. */
const around = (far: number): number => (4 * far) / STEP;

/** The same whichever is known besides: of places as near the order would decide. */
const inOrder = (footprints: Iterable<Footprint>): Footprint[] =>
  [...footprints].sort((a, b) => (a.id < b.id ? -1 : 1));

function noGap(footprints: Footprints, building: string, grids: GridId[]): Refusal {
  const wall = footprints.get(building);
  return refuse(
    "through-building",
    "no-gap",
    { building },
    grids,
    wall ? { type: "Polygon", coordinates: wall.rings.map(toPositions) } : null,
  );
}

/** How much of the new border runs along lines, told besides. */
function toldOfLines(change: Change, lines: ForeignLines): Change {
  const known = new KnownSegments(change.remove);
  let metres = 0;
  for (const { xy } of change.add)
    for (let i = 2; i < xy.length; i += 2) {
      const [ax, ay, bx, by] = [xy[i - 2], xy[i - 1], xy[i], xy[i + 1]];
      if (known.has(ax, ay, bx, by)) continue;
      const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
      if (!lines.nearest(x, y, ON_LINE)) continue;
      metres += Math.hypot((bx - ax) * Math.cos(((y / 1e7) * Math.PI) / 180), by - ay) * STEP;
    }
  if (metres < 1) return change;
  const told = [...(change.note.told ?? []), said("along-lines", { metres: Math.round(metres) })];
  return { ...change, note: { ...change.note, told } };
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
