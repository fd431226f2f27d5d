/** Operations by a drawn line: the pieces into which it divides grids. */

import { type HalfPiece, type Loop, traceLoops } from "./check/regions.js";
import type { Edge, Label } from "./edge.js";
import { pointInRing } from "./lattice.js";
import type { Coverage } from "./model.js";
import { bringIn, type LatticeLine, type Noded, nodeDrawing } from "./noding.js";

/** A connected part of one grid between borders and drawn lines. */
export interface Part {
  readonly label: Label;
  /** Twice its area in square lattice units. */
  area2: number;
  /** Does a drawn line border it? */
  cut: boolean;
  readonly outer: Loop;
  /** What lies across its old borders, with the length in lattice units. */
  readonly borders: Map<Label, number>;
}

export interface Division {
  readonly noded: Noded;
  readonly parts: Part[];
  /** Part on the left and on the right of each piece; undefined where nothing was divided. */
  readonly left: (Part | undefined)[];
  readonly right: (Part | undefined)[];
}

/**
 * @param labels which grids (or the outside, null) to divide; by default all that the line runs
 * through
 */
export function divide(
  coverage: Coverage,
  lines: readonly LatticeLine[],
  labels?: ReadonlySet<Label>,
): Division {
  const noded = nodeDrawing(coverage, lines);
  const crossed = new Set<Label>();
  for (const piece of noded.pieces)
    if (!piece.edge && (!labels || labels.has(piece.left))) crossed.add(piece.left);
  for (const label of crossed) {
    const ids = label === null ? coverage.rim : (coverage.faces.get(label)?.edges ?? []);
    bringIn(
      noded,
      [...ids].map((id) => coverage.edges.get(id) as Edge),
    );
  }
  const { pieces, places } = noded;
  const left: (Part | undefined)[] = new Array(pieces.length),
    right: (Part | undefined)[] = new Array(pieces.length);
  const all: Part[] = [];
  for (const label of crossed) {
    const halves: HalfPiece[] = [],
      origin: { piece: number; forward: boolean }[] = [];
    pieces.forEach((piece, i) => {
      if (piece.left === label) {
        halves.push({ from: piece.a, to: piece.b, owners: [] });
        origin.push({ piece: i, forward: true });
      }
      if (piece.right === label) {
        halves.push({ from: piece.b, to: piece.a, owners: [] });
        origin.push({ piece: i, forward: false });
      }
    });
    const loops = traceLoops(halves, places);
    const parts = loops
      .filter((l) => l.area2 > 0)
      .sort((p, q) => p.area2 - q.area2)
      .map((outer): Part => ({ label, area2: outer.area2, cut: false, outer, borders: new Map() }));
    for (const loop of loops) {
      const home =
        loop.area2 > 0
          ? parts.find((p) => p.outer === loop)
          : parts.find((p) => contains(p.outer, loop));
      if (!home) continue;
      if (loop.area2 < 0) home.area2 += loop.area2;
      for (const step of loop.steps) {
        const { piece, forward } = origin[step];
        (forward ? left : right)[piece] = home;
        const { edge, a, b } = pieces[piece];
        if (!edge) {
          home.cut = true;
          continue;
        }
        const across = forward ? pieces[piece].right : pieces[piece].left;
        home.borders.set(
          across,
          (home.borders.get(across) ?? 0) +
            Math.hypot(places.xs[b] - places.xs[a], places.ys[b] - places.ys[a]),
        );
      }
    }
    all.push(...parts);
  }
  return { noded, parts: all, left, right };
}

function contains(outer: Loop, inner: Loop): boolean {
  for (let i = 2; i < inner.xy.length; i += 2) {
    const at = pointInRing(
      outer.xy,
      (inner.xy[i - 2] + inner.xy[i]) / 2,
      (inner.xy[i - 1] + inner.xy[i + 1]) / 2,
    );
    if (at !== 0) return at > 0;
  }
  return false;
}
