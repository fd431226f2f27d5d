/** Operations by a drawn polygon: what lies inside it changes hands. */

import { boxOf, type Label } from "./edge.js";
import { orient } from "./lattice.js";
import type { Coverage, Outcome } from "./model.js";
import { bringIn, type Noded, nodeDrawing } from "./noding.js";
import type { RewireOptions } from "./rewire-options.js";
import { settle } from "./settle.js";

/**
 * Is the place inside the drawing? By crossings of a ray to the east; what was drawn there and back
 * counts as nothing.
 */
function insideDrawing({ places: { xs, ys }, pieces }: Noded): (x: number, y: number) => boolean {
  const walls = pieces.filter((p) => p.net % 2 !== 0);
  return (x, y) => {
    let inside = false;
    for (const { a, b } of walls) {
      const ay = ys[a],
        by = ys[b];
      if (ay > y === by > y) continue;
      if (orient(xs[a], ay, xs[b], by, x, y) > 0 === by > ay) inside = !inside;
    }
    return inside;
  };
}

/**
 * @param rings drawn rings, closed, counter-clockwise (clockwise for holes), lattice units
 * @param after who has the ground inside the ring, by who has it now
 * @param meets told every label met inside, before `after` is asked
 */
export function relabelInside(
  coverage: Coverage,
  rings: number[][],
  after: (before: Label) => Label,
  options: RewireOptions,
  meets?: (inside: Set<Label>) => Outcome | null,
): Outcome {
  const noded = nodeDrawing(coverage, rings);
  // Borders deep inside, near no side of the ring, change hands too.
  for (const ring of rings) bringIn(noded, coverage.index.searchBox(boxOf(ring)));
  const {
    pieces,
    places: { xs, ys },
    along,
    hit,
  } = noded;
  const inside = insideDrawing(noded);
  // An edge that the drawing does not touch is inside or outside as a whole.
  const whole = new Map<number, boolean>();
  for (const [edge, way] of along) {
    if (hit.has(edge)) continue;
    const { a, b } = pieces[way[0].piece];
    const within = inside((xs[a] + xs[b]) / 2, (ys[a] + ys[b]) / 2);
    for (const { piece } of way) whole.set(piece, within);
  }
  const sides = pieces.map(({ a, b, net }, i): [boolean, boolean] => {
    if (net % 2 !== 0) return [net > 0, net < 0];
    const within = whole.get(i) ?? inside((xs[a] + xs[b]) / 2, (ys[a] + ys[b]) / 2);
    return [within, within];
  });
  const met = new Set<Label>();
  pieces.forEach(({ left, right }, i) => {
    if (sides[i][0]) met.add(left);
    if (sides[i][1]) met.add(right);
  });
  const stopped = meets?.(met);
  if (stopped) return stopped;
  return settle(
    coverage,
    noded,
    (i) => [
      sides[i][0] ? after(pieces[i].left) : pieces[i].left,
      sides[i][1] ? after(pieces[i].right) : pieces[i].right,
    ],
    options,
  );
}
