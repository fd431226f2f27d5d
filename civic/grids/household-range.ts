/**
 * How many households a grid should have: 300 to 500 in a community, about 300 in a village. It is
 * advice: a grid outside it wants a word, never a refusal.
 */
export type Range = readonly [least: number, most: number];

const RANGES = { community: [300, 500], village: [200, 400] } as const;

/** 专属网格 (code table `grid-kind`): a site of its own; how many live in it says nothing. */
const DEDICATED = "02";

export const isDedicated = (kind: string | null | undefined): boolean => kind === DEDICATED;

/** The range of a grid by its kind and its village's (`village-kind`); null of a dedicated one. */
export function householdRange(
  kind: string | null | undefined,
  villageKind: string | null | undefined,
): Range | null {
  if (isDedicated(kind)) return null;
  return villageKind === "village" ? RANGES.village : RANGES.community;
}
