/**
 * Light enough for dark letters on them, told apart by the colour-blind (after Okabe and Ito 2008);
 * a number stands on each, so that none is told by its colour alone.
 */
export const GROUP_COLOURS = [
  "#f2b24c",
  "#7cc0ec",
  "#55b896",
  "#f0e27a",
  "#8fa6e0",
  "#ea9a6a",
  "#d9a3c6",
] as const;

/** Where nothing is known of neighbours: numbers run on in space, so that these differ mostly. */
export const colourOfNumber = (number: number): string =>
  GROUP_COLOURS[number % GROUP_COLOURS.length] ?? GROUP_COLOURS[0];

/** Places in `GROUP_COLOURS` by ids of groups. */
export type Colours = ReadonlyMap<string, number>;

export interface Placed {
  id: string;
  number: number;
  /** Longitude and latitude. */
  at: readonly [number, number];
}

/** So many of the nearest groups are kept in another colour. */
const NEIGHBOURS = 6;

/**
 * Which colour each group has: another one than those whose centres are nearest, one after the
 * other, the colour least used of those that are left. Colours, unlike numbers, may repeat.
 */
export function coloursOf(groups: readonly Placed[]): Colours {
  const colours = new Map<string, number>();
  const used = GROUP_COLOURS.map(() => 0);
  for (const group of groups) {
    const near = groups
      .filter((other) => other !== group && colours.has(other.id))
      .map((other) => ({ other, d: apart(group.at, other.at) }))
      .sort((a, b) => a.d - b.d)
      .slice(0, NEIGHBOURS);
    const taken = new Set(near.map(({ other }) => colours.get(other.id)));
    const free = GROUP_COLOURS.map((_, i) => i).filter((i) => !taken.has(i));
    const pick = (free.length > 0 ? free : [group.number % GROUP_COLOURS.length]).reduce((a, b) =>
      used[b]! < used[a]! ? b : a,
    );
    colours.set(group.id, pick);
    used[pick]!++;
  }
  return colours;
}

/** Squared degrees, longitudes as short as they are there. */
function apart(a: readonly [number, number], b: readonly [number, number]): number {
  const dx = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180);
  return dx * dx + (a[1] - b[1]) ** 2;
}
