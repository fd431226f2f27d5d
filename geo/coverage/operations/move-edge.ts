import type { Position } from "geojson";
import { toLattice } from "../../snap.js";
import type { Edge } from "../edge.js";
import { PlaceTable } from "../lattice.js";
import { nearestEdge } from "../locate.js";
import type { Coverage, Note, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { edgesAt } from "../rewire.js";
import { gridsBeside, redrawEdges } from "./move-vertices.js";
import type { OperationOptions } from "./options.js";

/**
 * Moves a whole edge, its two nodes included; the edges that end there follow.
 * @param at a place on the edge (EPSG:4326, within 5 m) @param by degrees east and north
 */
export function moveEdge(
  coverage: Coverage,
  at: Position,
  by: readonly [number, number],
  options: OperationOptions = {},
): Outcome {
  const found = nearestEdge(coverage, at, 5);
  if (!found)
    return refuse("not-found", "no-border-here", {}, [], {
      type: "Point",
      coordinates: [...at],
    });
  const dx = toLattice(by[0]),
    dy = toLattice(by[1]);
  if (!Number.isFinite(dx) || !Number.isFinite(dy))
    return refuse("bad-drawing", "not-a-way", { way: by.join(", ") });
  if (dx === 0 && dy === 0) return refuse("no-effect", "stays-where-it-is", {});
  const { xy } = found.edge;
  const moved = new PlaceTable(xy.length),
    edges = new Set<Edge>();
  for (let i = 0; i < xy.length; i += 2) moved.add(xy[i], xy[i + 1]);
  for (const i of [0, xy.length - 2])
    for (const { edge } of edgesAt(coverage, xy[i], xy[i + 1])) edges.add(edge);
  const note: Note = {
    ...said("moved-border", { grids: gridsBeside([found.edge]) }),
    kind: "move-edge",
    grids: gridsBeside(edges),
  };
  return redrawEdges(
    coverage,
    edges,
    (x, y) => (moved.find(x, y) >= 0 ? [x + dx, y + dy] : [x, y]),
    { ...options, note },
  );
}
