import { randomOf } from "../../geo/random.js";

/** Ids of the form of UUID v7 (RFC 9562): 48 bits of the given moment, the rest from the seed. */
export function idsOf(seed: number): (milliseconds: number) => string {
  const random = randomOf(seed, "ids");
  const bits = (count: number) => Math.floor(random.next() * 2 ** count);
  return (milliseconds) => {
    const time = milliseconds.toString(16).padStart(12, "0");
    const a = (0x7000 | bits(12)).toString(16),
      b = (0x8000 | bits(14)).toString(16);
    const c = bits(24).toString(16).padStart(6, "0") + bits(24).toString(16).padStart(6, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${c}`;
  };
}
