/**
 * Why a value does not exist. Typed arrays carry the code (its place in `REASONS`), the seams carry
 * the words:
 * a value is never NaN, and a null never comes without one of these.
 */
export const REASONS = [
  ["none", "the value exists"],
  ["masked", "the cell lies outside the mask: an incident is not possible there"],
  ["constant", "all values are equal: there is no variation to explain"],
  ["few-cells", "too few cells for this statistic"],
  ["whole-map", "the neighbourhood is the whole map: its variance is zero"],
  ["no-neighbours", "the cell has no neighbours"],
  ["others-equal", "all other cells have one value: their variance is zero"],
  ["at-mean", "the value equals the mean: Moran's z is 0/0"],
  ["no-denominator", "the denominator is missing, not positive, or below the threshold"],
  ["negative-values", "the statistic is defined for values of zero and above only"],
  ["no-links", "no two cells are neighbours"],
  ["no-area", "the area must be above zero"],
  ["few-points", "too few points for this statistic"],
  ["coincident", "all points lie on one place"],
  ["no-peak", "the statistic has no peak in the range tried"],
  ["no-incidents", "there are no incidents"],
  ["few-steps", "too few time steps for this statistic"],
  ["no-pairs", "no two incidents lie within the largest distance"],
] as const;

export type ReasonCode = (typeof REASONS)[number][0];

/** A reason in code and words. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

const numberOf = new Map<string, number>(REASONS.map(([code], i) => [code, i]));

/** The byte that stands for a reason in a typed array; 0 says that the value exists. */
export const reasonByte = (code: ReasonCode): number => numberOf.get(code) as number;

/** Reads the byte back; null where the value exists. */
export function reasonOf(byte: number): Reason | null {
  if (byte === 0) return null;
  const entry = REASONS[byte];
  if (!entry) throw new RangeError(`No reason has the number ${byte}`);
  return { code: entry[0], text: entry[1] };
}

/** The reason in words for a code that is not "none". */
const reason = (code: ReasonCode): Reason => reasonOf(reasonByte(code)) as Reason;

/** A value, or null with a reason: what every summary statistic answers with, beside its record. */
export type Outcome<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: Reason };

export const exists = <T>(value: T): Outcome<T> => ({ value, reason: null });
export const missing = (code: ReasonCode): { readonly value: null; readonly reason: Reason } => ({
  value: null,
  reason: reason(code),
});
