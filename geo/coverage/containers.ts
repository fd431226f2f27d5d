/** Borders between containers (villages) are not drawn by those who divide them. */
import type { Edge, Label } from "./edge.js";
import type { Change } from "./model.js";

/** How far from the old line a new vertex may lie, in lattice units (1e-7°, about 11 mm). */
const ON_LINE = 2;

/**
 * The first border between two containers, or between one and the outside, that a change moves:
 * a vertex of it goes, or a new one lies off it. Null: they all stay where they are.
 * @param containerOf the container of a grid as it stands after the change, and of one that it
 * takes away as before; of the outside null
 */
export function movedContainerBorder(
  change: Pick<Change, "remove" | "add">,
  containerOf: (label: Label) => string | null,
): Edge | null {
  const between = (edge: Edge): string | null => {
    const sides = [containerOf(edge.left), containerOf(edge.right)].map(String).sort();
    return sides[0] === sides[1] ? null : sides.join(" | ");
  };
  const removed = byPair(change.remove, between);
  const added = byPair(change.add, between);
  for (const [pair, edges] of removed) {
    const now = vertices(added.get(pair) ?? []);
    const gone = edges.find((edge) => !every(edge, (x, y) => now.has(`${x},${y}`)));
    if (gone) return gone;
  }
  for (const [pair, edges] of added) {
    const before = removed.get(pair) ?? [];
    const astray = edges.find((edge) => !every(edge, (x, y) => before.some((b) => near(b, x, y))));
    if (astray) return astray;
  }
  return null;
}

function byPair(edges: readonly Edge[], of: (edge: Edge) => string | null): Map<string, Edge[]> {
  const pairs = new Map<string, Edge[]>();
  for (const edge of edges) {
    const pair = of(edge);
    if (pair !== null) pairs.set(pair, [...(pairs.get(pair) ?? []), edge]);
  }
  return pairs;
}

function every({ xy }: Edge, holds: (x: number, y: number) => boolean): boolean {
  for (let i = 0; i < xy.length; i += 2)
    if (!holds(xy[i] as number, xy[i + 1] as number)) return false;
  return true;
}

function vertices(edges: readonly Edge[]): Set<string> {
  const found = new Set<string>();
  for (const { xy } of edges)
    for (let i = 0; i < xy.length; i += 2) found.add(`${xy[i]},${xy[i + 1]}`);
  return found;
}

function near({ xy, box }: Edge, x: number, y: number): boolean {
  if (
    x < box.minX - ON_LINE ||
    x > box.maxX + ON_LINE ||
    y < box.minY - ON_LINE ||
    y > box.maxY + ON_LINE
  )
    return false;
  for (let i = 2; i < xy.length; i += 2) {
    const ax = xy[i - 2] as number,
      ay = xy[i - 1] as number;
    const dx = (xy[i] as number) - ax,
      dy = (xy[i + 1] as number) - ay;
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    if (Math.hypot(x - ax - t * dx, y - ay - t * dy) <= ON_LINE) return true;
  }
  return false;
}
