import type { AreasRow } from "./areas.queries.js";

/** What lies in one area, or in all. */
export interface CountedArea {
  n: number;
  incidents: number;
  /** Of `n` what lies in another area too. */
  shared: number;
  /** By local day, where days were asked for. */
  days: ReadonlyMap<string, number>;
}

export interface CountedAreas {
  areas: CountedArea[];
  total: CountedArea & { uncertain: number };
  overlaps: { first: number; second: number; count: number }[];
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);
const isSeveral = (mask: number): boolean => (mask & (mask - 1)) !== 0;

/** Sets of areas that incidents lie in, told area by area, of all and of each pair. */
export function areasOf(rows: readonly AreasRow[], length: number): CountedAreas {
  const sets = rows.filter((r): r is AreasRow & { mask: number } => r.mask !== null);
  const dated = rows.filter((r): r is AreasRow & { day: string } => r.day !== null);
  const counted = (some: typeof sets, day: (row: AreasRow) => number): CountedArea => ({
    n: sumOf(some, (r) => r.n),
    incidents: sumOf(some, (r) => r.incidents),
    shared: sumOf(some, (r) => (isSeveral(r.mask) ? r.n : 0)),
    days: new Map(dated.map((r) => [r.day, day(r)])),
  });
  const within = (bits: number) => sets.filter(({ mask }) => (mask & bits) === bits);
  const numbers = Array.from({ length }, (_, i) => i);
  const pairs = numbers.flatMap((first) =>
    numbers.slice(first + 1).map((second) => ({
      first,
      second,
      count: sumOf(within((1 << first) | (1 << second)), (r) => r.n),
    })),
  );
  return {
    areas: numbers.map((i) => counted(within(1 << i), (r) => r.sums![i]!)),
    total: { ...counted(sets, (r) => r.n), uncertain: sumOf(sets, (r) => r.uncertain) },
    overlaps: pairs.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
  };
}
