import { type Edge, type GridId, isClosed, type Label, toPosition, toPositions } from "../edge.js";
import { compareDirections, foldedBack } from "../lattice.js";
import { labelBelow } from "../locate.js";
import type { Coverage, Refusal } from "../model.js";
import { refuse } from "../refuse.js";
import { labelsOf } from "./name-sides.js";

interface Spoke {
  dx: number;
  dy: number;
  left: Label;
  right: Label;
}

/** Both ends of an edge as spokes leaving (x, y). */
function spokesAt({ xy, left, right }: Edge, x: number, y: number): Spoke[] {
  const n = xy.length,
    out: Spoke[] = [];
  if (xy[0] === x && xy[1] === y) out.push({ dx: xy[2] - x, dy: xy[3] - y, left, right });
  if (xy[n - 2] === x && xy[n - 1] === y)
    out.push({ dx: xy[n - 4] - x, dy: xy[n - 3] - y, left: right, right: left });
  return out;
}

/** (2): the labels around every node at which something changed. */
export function findBrokenWedge(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  remove: readonly Edge[],
  add: readonly Edge[],
): Refusal | null {
  const ends = new Map<string, { x: number; y: number; spokes: Spoke[] }>();
  for (const list of [remove, add]) {
    for (const { xy } of list) {
      for (const at of [0, xy.length - 2])
        ends.set(`${xy[at]},${xy[at + 1]}`, { x: xy[at], y: xy[at + 1], spokes: [] });
    }
  }
  for (const edge of add) {
    const last = edge.xy.length - 2;
    ends.get(`${edge.xy[0]},${edge.xy[1]}`)?.spokes.push(...spokesAt(edge, edge.xy[0], edge.xy[1]));
    if (!isClosed(edge))
      ends
        .get(`${edge.xy[last]},${edge.xy[last + 1]}`)
        ?.spokes.push(...spokesAt(edge, edge.xy[last], edge.xy[last + 1]));
  }
  for (const [key, { x, y, spokes }] of ends) {
    for (const id of new Set(coverage.nodes.get(key)?.edges ?? [])) {
      const edge = coverage.edges.get(id) as Edge;
      if (!gone.has(edge)) spokes.push(...spokesAt(edge, x, y));
    }
    spokes.sort((a, b) => compareDirections(a.dx, a.dy, b.dx, b.dy));
    for (let i = 0; i < spokes.length; i++) {
      const next = spokes[(i + 1) % spokes.length];
      if (
        spokes[i].left === next.right &&
        (spokes.length < 2 || !foldedBack(0, 0, spokes[i].dx, spokes[i].dy, next.dx, next.dy))
      )
        continue;
      const ids = [spokes[i].left, next.right].filter((l): l is GridId => l !== null);
      return refuse("crosses", "borders-would-disagree", {}, ids, {
        type: "Point",
        coordinates: toPosition(x, y),
      });
    }
  }
  return null;
}

/** (3) for closed edges that stand alone: an island or enclave may have been carried elsewhere. */
export function findMisplacedLoop(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  add: readonly Edge[],
): Refusal | null {
  for (const edge of add) {
    if (!isClosed(edge)) continue;
    const { xy } = edge;
    const node = coverage.nodes.get(`${xy[0]},${xy[1]}`);
    if (node?.edges.some((id) => !gone.has(coverage.edges.get(id) as Edge))) continue;
    if (add.some((other) => other !== edge && spokesAt(other, xy[0], xy[1]).length > 0)) continue;
    let low = 0;
    for (let i = 2; i < xy.length; i += 2) if (xy[i + 1] < xy[low + 1]) low = i;
    const around = labelBelow(
      coverage,
      xy[low],
      xy[low + 1],
      gone,
      add.filter((other) => other !== edge),
    );
    if (around === edge.right) continue;
    return refuse(
      "invalid-ring",
      "ring-would-lie-elsewhere",
      { now: [around], before: [edge.right] },
      labelsOf(edge),
      { type: "LineString", coordinates: toPositions(xy) },
    );
  }
  return null;
}
