import type { Edge, GridId } from "../edge.js";

export function labelsOf(...edges: Edge[]): GridId[] {
  return [
    ...new Set(edges.flatMap((e) => [e.left, e.right]).filter((l): l is GridId => l !== null)),
  ];
}
