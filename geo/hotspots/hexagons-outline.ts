import type { Position } from "geojson";
import type { HexCell } from "./hot-areas.js";

/**
 * Corners from the east-south-east one, counter-clockwise (hexagon.ts), in halves of a width and of
 * an edge; and the neighbour across the edge that begins there.
 */
const CORNERS = [
  { x: 1, y: -1, q: 1, r: 0 },
  { x: 1, y: 1, q: 0, r: 1 },
  { x: 0, y: 2, q: -1, r: 1 },
  { x: -1, y: 1, q: -1, r: 0 },
  { x: -1, y: -1, q: 0, r: -1 },
  { x: 0, y: -2, q: 1, r: -1 },
] as const;

interface Corner {
  x: number;
  y: number;
}
const keyOf = (a: number, b: number) => `${a}.${b}`;

/**
 * The outline of hexagons that hang together: closed rings in metres, the outer one first and
 * counter-clockwise, then holes. Corners are whole numbers until the end, so that those of neighbours
 * are the same; at each of them three hexagons meet, so one edge at most goes on.
 */
export function hexagonsOutline(spacing: number, cells: readonly HexCell[]): Position[][] {
  const inside = new Set(cells.map(({ q, r }) => keyOf(q, r)));
  const next = new Map<string, { from: Corner; to: Corner }>();
  for (const { q, r } of cells)
    for (const [k, corner] of CORNERS.entries()) {
      if (inside.has(keyOf(q + corner.q, r + corner.r))) continue;
      const at = ({ x, y }: Corner): Corner => ({ x: 2 * q + r + x, y: 3 * r + y });
      const [from, to] = [at(corner), at(CORNERS[(k + 1) % 6]!)];
      next.set(keyOf(from.x, from.y), { from, to });
    }
  const rings: Corner[][] = [];
  while (next.size > 0) {
    const ring: Corner[] = [];
    let [key] = next.keys();
    for (let edge = next.get(key!); edge; edge = next.get(key!)) {
      next.delete(key!);
      ring.push(edge.from);
      key = keyOf(edge.to.x, edge.to.y);
    }
    rings.push([...ring, ring[0]!]);
  }
  const [halfWidth, halfEdge] = [spacing / 2, spacing / Math.sqrt(3) / 2];
  return rings
    .sort((a, b) => areaOf(b) - areaOf(a))
    .map((ring) => ring.map(({ x, y }) => [x * halfWidth, y * halfEdge]));
}

/** Twice what a ring goes round, counter-clockwise; a hole is below zero. */
const areaOf = (ring: readonly Corner[]): number =>
  ring.slice(1).reduce((sum, { x, y }, i) => sum + (ring[i]!.x * y - x * ring[i]!.y), 0);
