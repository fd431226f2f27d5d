import type { Edge, GridId } from "../edge.js";

export function labelsOf(...edges: Edge[]): GridId[] {
  return [
    ...new Set(edges.flatMap((e) => [e.left, e.right]).filter((l): l is GridId => l !== null)),
  ];
}

export function nameSides({ left, right }: Edge): string {
  return ` of ${[left, right]
    .map((l) => (l === null ? "the outside" : `grid ${l}`))
    .join(" and ")}`;
}
