import type { NearRepeatQuery } from "../gql/graphql.js";

export type RepeatBand = NearRepeatQuery["nearRepeat"]["bands"][number];

/** What is called more than chance, of all bands together. */
const LEVEL = 0.05;
/** Fewer pairs tell nothing, whatever their ratio. */
const PAIRS_LEAST = 5;

/**
 * Whether a band has more pairs than chance gives it: p times the number of bands (Bonferroni),
 * since of twenty bands one falls below 0.05 by chance.
 */
export const beyondChance = ({ p, pairs }: RepeatBand, bands: number): boolean =>
  pairs >= PAIRS_LEAST && p * bands <= LEVEL;

/** The band that is furthest beyond chance, by its ratio; null: none is. */
export function strongest(bands: readonly RepeatBand[]): RepeatBand | null {
  const beyond = bands.filter((band) => beyondChance(band, bands.length));
  return beyond.toSorted((a, b) => (b.ratio ?? Infinity) - (a.ratio ?? Infinity))[0] ?? null;
}
