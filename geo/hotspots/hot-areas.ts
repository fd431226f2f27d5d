/** A hexagon by its axial coordinates (hexagon.ts). */
export interface HexCell {
  readonly q: number;
  readonly r: number;
}

/** Neighbours of a hexagon, in axial coordinates. */
const AROUND = [
  [1, 0],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
] as const;

const keyOf = (q: number, r: number) => `${q}.${r}`;

/** Hexagons that touch, together: each area's places in `cells`, the largest area first. */
export function joinedCells(cells: readonly HexCell[]): number[][] {
  const at = new Map(cells.map(({ q, r }, i) => [keyOf(q, r), i]));
  const areas: number[][] = [];
  for (const [start, first] of at) {
    if (!at.delete(start)) continue;
    const area = [first];
    for (const i of area) {
      const { q, r } = cells[i]!;
      for (const [dq, dr] of AROUND) {
        const key = keyOf(q + dq, r + dr);
        const next = at.get(key);
        if (next === undefined) continue;
        at.delete(key);
        area.push(next);
      }
    }
    areas.push(area.sort((a, b) => a - b));
  }
  return areas.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** The same area still if so much of the smaller of both is in the other. */
const LEAST_SHARED = 0.3;

/** An area seen earlier. */
export interface KnownArea<Id> {
  readonly id: Id;
  /** When it was first seen; compared as it is. */
  readonly since: string;
  readonly cells: readonly HexCell[];
}

export interface FollowedArea<Id> {
  /** Null: an area that was not there before, or a part of one that another goes on as. */
  readonly id: Id | null;
  /** Null: new. A part that broke off is as old as the whole; what grew together as the older part. */
  readonly since: string | null;
}

/**
 * Which of the areas seen before each of today's goes on as: of those that share at least three
 * tenths of the smaller one, the pairs that share most first, each area once.
 */
export function followedAreas<Id>(
  before: readonly KnownArea<Id>[],
  now: readonly (readonly HexCell[])[],
): FollowedArea<Id>[] {
  const owners = new Map<string, number[]>();
  for (const [i, { cells }] of before.entries())
    for (const { q, r } of cells) {
      const key = keyOf(q, r);
      owners.set(key, [...(owners.get(key) ?? []), i]);
    }
  const pairs: { old: number; area: number; shared: number }[] = [];
  for (const [area, cells] of now.entries()) {
    const shared = new Map<number, number>();
    for (const { q, r } of cells)
      for (const old of owners.get(keyOf(q, r)) ?? []) shared.set(old, (shared.get(old) ?? 0) + 1);
    for (const [old, n] of shared)
      if (n >= LEAST_SHARED * Math.min(cells.length, before[old]!.cells.length))
        pairs.push({ old, area, shared: n });
  }
  pairs.sort((a, b) => b.shared - a.shared || a.old - b.old || a.area - b.area);
  const ids = new Map<number, number>();
  const taken = new Set<number>();
  for (const { old, area } of pairs) {
    if (ids.has(area) || taken.has(old)) continue;
    ids.set(area, old);
    taken.add(old);
  }
  return now.map((_, area) => {
    const old = ids.get(area);
    const since = pairs
      .filter((p) => p.area === area)
      .map((p) => before[p.old]!.since)
      .sort()[0];
    return { id: old === undefined ? null : before[old]!.id, since: since ?? null };
  });
}
