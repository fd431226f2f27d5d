/**
 * Why a value does not exist: a value is never NaN, and a null never comes without one of these.
 * Typed arrays carry a code's place in this list; 0 says that the value exists. The sentences are
 * civic/words.
 */
export const REASONS = [
  "masked",
  "constant",
  "few-cells",
  "whole-map",
  "no-neighbours",
  "others-equal",
  "at-mean",
  "no-denominator",
  "negative-values",
  "no-links",
  "no-area",
  "few-points",
  "coincident",
  "no-peak",
  "no-incidents",
  "few-steps",
  "no-pairs",
  "rates-within-chance",
  "many-pairs",
] as const;

export type ReasonCode = (typeof REASONS)[number];

const byteOf = new Map<string, number>(REASONS.map((code, i) => [code, i + 1]));

/** The byte that stands for a reason in a typed array. */
export const reasonByte = (code: ReasonCode): number => byteOf.get(code)!;

/** Reads the byte back; null where the value exists. */
export function reasonOf(byte: number): ReasonCode | null {
  if (byte === 0) return null;
  const code = REASONS[byte - 1];
  if (!code) throw new RangeError(`No reason has the number ${byte}`);
  return code;
}

/** A value, or null with a reason: what every summary statistic answers with, beside its record. */
export type Outcome<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: ReasonCode };

export const exists = <T>(value: T): Outcome<T> => ({ value, reason: null });
export const missing = (
  reason: ReasonCode,
): { readonly value: null; readonly reason: ReasonCode } => ({
  value: null,
  reason,
});
