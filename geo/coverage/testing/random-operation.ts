/** Draws operations as a planner might make them: mostly sensible, sometimes not. */
import type { Position } from "geojson";
import { type Edge, toPosition } from "../edge.js";
import { isLocked } from "../locked.js";
import type { Coverage, Face } from "../model.js";
import type { GridOperation } from "../operation.js";
import { shapeOf } from "../shape.js";

export const DRAWN_KINDS = [
  "move-node",
  "move-edge",
  "insert-node",
  "remove-node",
  "reshape-grid",
  "split-grids",
  "merge-grids",
  "hand-piece",
  "add-grid",
  "carve-enclave",
  "snap-outline",
  "number-grids",
  "set-properties",
  "lock",
  "unlock",
] as const;
export type DrawnKind = (typeof DRAWN_KINDS)[number];

const pick = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)];

/** A square turned by a random angle, counter-clockwise, closed. */
function square(random: () => number, [x, y]: Position, radius: number): Position[] {
  const turn = random() * 2 * Math.PI,
    corners = 3 + Math.floor(random() * 4);
  const out = Array.from(
    { length: corners },
    (_, i): Position => [
      x + radius * Math.cos(turn + (2 * Math.PI * i) / corners),
      y + radius * Math.sin(turn + (2 * Math.PI * i) / corners),
    ],
  );
  return [...out, out[0]];
}

function vertexOf({ xy }: Edge, i: number): Position {
  return toPosition(xy[2 * i], xy[2 * i + 1]);
}

function middle({ xy }: Edge, i: number): Position {
  return toPosition((xy[2 * i] + xy[2 * i + 2]) / 2, (xy[2 * i + 1] + xy[2 * i + 3]) / 2);
}

/**
 * A place well inside a face's ground, and how much room there is: the middle between two borders
 * on a random level.
 */
function inner(
  random: () => number,
  coverage: Coverage,
  face: Face,
): { at: Position; room: number } {
  const {
    parts: [{ shell, holes }],
  } = shapeOf(coverage, face);
  const y = shell.box.minY + (0.2 + 0.6 * random()) * (shell.box.maxY - shell.box.minY) + 0.5;
  const cuts: number[] = [];
  for (const { xy } of [shell, ...holes]) {
    for (let i = 2; i < xy.length; i += 2) {
      if (xy[i - 1] > y !== xy[i + 1] > y)
        cuts.push(xy[i - 2] + ((y - xy[i - 1]) / (xy[i + 1] - xy[i - 1])) * (xy[i] - xy[i - 2]));
    }
  }
  cuts.sort((a, b) => a - b);
  let best = 0;
  for (let i = 0; i + 1 < cuts.length; i += 2)
    if (cuts[i + 1] - cuts[i] > cuts[best + 1] - cuts[best]) best = i;
  return {
    at: [(cuts[best] + cuts[best + 1]) / 2e7, y / 1e7],
    room: (cuts[best + 1] - cuts[best]) / 1e7,
  };
}

/** Operation number `serial`; ids of new grids are made from it. */
export function drawOperation(
  random: () => number,
  coverage: Coverage,
  kind: DrawnKind,
  serial: number,
): GridOperation {
  const edges = [...coverage.edges.values()],
    faces = [...coverage.faces.values()];
  const rim = [...coverage.rim].map((id) => coverage.edges.get(id) as Edge);
  const edge = random() < 0.25 ? pick(random, rim) : pick(random, edges);
  const n = edge.xy.length / 2,
    i = Math.floor(random() * (n - 1));
  const [ax, ay] = vertexOf(edge, i),
    [bx, by] = vertexOf(edge, i + 1),
    length = Math.hypot(bx - ax, by - ay);
  const wobble = (share: number): number => (random() - 0.5) * 2 * share * length;
  switch (kind) {
    case "move-node":
      return { kind, from: [ax, ay], to: [ax + wobble(0.3), ay + wobble(0.3)] };
    case "move-edge":
      return { kind, at: middle(edge, i), by: [wobble(0.2), wobble(0.2)] };
    case "insert-node":
      return {
        kind,
        at: [(ax + bx) / 2 + wobble(0.05), (ay + by) / 2 + wobble(0.05)],
        within: 100,
      };
    case "remove-node": {
      const long = edges.filter((e) => e.xy.length > 4);
      const from = long.length > 0 ? pick(random, long) : edge;
      const vertex = 1 + Math.floor(random() * Math.max(1, from.xy.length / 2 - 2));
      return { kind, at: vertexOf(from, vertex) };
    }
    case "reshape-grid": {
      const id = (random() < 0.5 ? edge.left : edge.right) ?? edge.left ?? edge.right ?? "";
      const push = (random() - 0.5) * 0.8;
      const line: Position[] = [
        [ax, ay],
        [(ax + bx) / 2 - push * (by - ay), (ay + by) / 2 + push * (bx - ax)],
        [bx, by],
      ];
      return { kind, grid: id, line };
    }
    case "split-grids": {
      const face = faces.reduce(
        (best, f) => (f.edges.size > 0 && random() < 0.3 ? f : best),
        pick(random, faces),
      );
      const {
          parts: [
            {
              shell: { box },
            },
          ],
        } = shapeOf(coverage, face),
        { at } = inner(random, coverage, face);
      const far = (box.maxX - box.minX + box.maxY - box.minY) / 1e7,
        turn = random() * Math.PI;
      const line: Position[] = [
        [at[0] - far * Math.cos(turn), at[1] - far * Math.sin(turn)],
        at,
        [at[0] + far * Math.cos(turn), at[1] + far * Math.sin(turn)],
      ];
      return random() < 0.8 ? { kind, line, grids: [face.id] } : { kind, line };
    }
    case "merge-grids": {
      const between = edges.filter((e) => e.left !== null && e.right !== null);
      if (between.length === 0) return { kind, keep: faces[0].id, grids: [faces[0].id] };
      const { left, right } = pick(random, between);
      return { kind, keep: left as string, grids: [left as string, right as string] };
    }
    case "hand-piece": {
      const between =
        random() < 0.9 ? edges.filter((e) => e.left !== null && e.right !== null) : [];
      const on = between.length > 0 ? pick(random, between) : edge,
        k = Math.floor(random() * (on.xy.length / 2 - 1));
      const to = (random() < 0.5 ? on.left : on.right) ?? on.left ?? on.right ?? "";
      const [px, py] = vertexOf(on, k),
        [qx, qy] = vertexOf(on, k + 1);
      const radius =
        Math.hypot(qx - px, qy - py) * (random() < 0.15 ? 1.5 * random() : 0.1 + 0.4 * random());
      return { kind, outline: square(random, middle(on, k), radius), to };
    }
    case "add-grid": {
      const on = pick(random, rim),
        k = Math.floor(random() * (on.xy.length / 2 - 1));
      const [px, py] = vertexOf(on, k),
        [qx, qy] = vertexOf(on, k + 1);
      const radius = Math.hypot(qx - px, qy - py) * (0.15 + 0.3 * random());
      return {
        kind,
        grid: `n${serial}`,
        outline: square(random, middle(on, k), radius),
        properties: { serial },
      };
    }
    case "snap-outline": {
      const on = pick(random, rim),
        k = Math.floor(random() * (on.xy.length / 2 - 1));
      const [px, py] = vertexOf(on, k),
        [qx, qy] = vertexOf(on, k + 1),
        out = on.left === null ? 1 : -1;
      const away = (p: Position): Position => [
        p[0] - out * (qy - py) * 0.4,
        p[1] + out * (qx - px) * 0.4,
      ];
      const rough: Position[] = [
        [px + 2e-6, py - 2e-6],
        [qx - 2e-6, qy + 2e-6],
        away([qx, qy]),
        away([px, py]),
      ];
      return {
        kind,
        grid: `s${serial}`,
        outline: rough,
        tolerance: 1,
        properties: { serial },
      };
    }
    case "carve-enclave": {
      const { at, room } = inner(random, coverage, pick(random, faces));
      const radius = room * (random() < 0.1 ? 1 + random() : 0.1 + 0.5 * random() ** 2);
      return {
        kind,
        grid: `c${serial}`,
        outline: square(random, at, radius),
        properties: { serial },
      };
    }
    case "number-grids":
      return { kind, first: serial };
    case "set-properties":
      return { kind, grid: pick(random, faces).id, properties: { name: `grid ${serial}` } };
    case "lock":
      return { kind, grids: [pick(random, faces).id] };
    case "unlock": {
      const locked = faces.filter((face) => isLocked(face));
      return { kind, grids: [pick(random, locked.length > 0 ? locked : faces).id] };
    }
  }
}
