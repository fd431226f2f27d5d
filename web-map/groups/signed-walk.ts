import type { PriceFragment } from "../gql/graphql.js";

/** Metres of walk that all groups of a price have more, or less, together. */
export const walkOf = ({ groups }: Pick<PriceFragment, "groups">): number =>
  groups.reduce((sum, { before, after }) => sum + (after?.metres ?? 0) - (before?.metres ?? 0), 0);

/** Whole metres with their sign. */
export function signed(metres: number): string {
  const whole = Math.round(metres);
  if (whole === 0) return "±0";
  return whole > 0 ? `+${whole}` : `−${-whole}`;
}
