/**
 * Guards against the programmer's mistakes: they throw. The user's mistakes are caught where data
 * enters, as values.
 */
export function finite(value: number, at: number): number {
  if (value - value !== 0)
    throw new RangeError(
      `Value ${at} is ${value}; values must be finite (leave cells without data out of the map)`,
    );
  return value;
}

export function sameLength(what: string, expected: number, got: number): void {
  if (expected !== got) throw new RangeError(`${what}: ${got} given, ${expected} needed`);
}

export function positive(what: string, value: number): number {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${what} must be above zero, got ${value}`);
  return value;
}
