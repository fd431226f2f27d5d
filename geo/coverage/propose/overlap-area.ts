/** How much of two areas is common, without clipping one by the other. */

/** Closed rings in metres; shells and holes run in opposite directions. */
type Rings = readonly Float64Array[];

/**
 * Square metres common to both areas. The area under an edge, down to a base line, is signed by the
 * edge's direction; the common ground is the sum over all pairs of edges of what lies under both.
 * Exact up to rounding, whatever the shapes, and no vertex has to be found or matched.
 */
export function overlapArea(one: Rings, other: Rings): number {
  let base = Infinity,
    west = Infinity,
    east = -Infinity;
  for (const r of one)
    for (let i = 0; i < r.length; i += 2) {
      west = Math.min(west, r[i]);
      east = Math.max(east, r[i]);
      base = Math.min(base, r[i + 1]);
    }
  let sum = 0;
  for (const s of other)
    for (let k = 2; k < s.length; k += 2) {
      const bx = s[k - 2],
        by = s[k - 1] - base,
        cx = s[k],
        cy = s[k + 1] - base;
      if (Math.max(bx, cx) <= west || Math.min(bx, cx) >= east || Math.max(by, cy) <= 0) continue;
      for (const r of one)
        for (let i = 2; i < r.length; i += 2) {
          const px = r[i - 2],
            qx = r[i];
          const from = Math.max(Math.min(bx, cx), Math.min(px, qx)),
            to = Math.min(Math.max(bx, cx), Math.max(px, qx));
          if (from >= to) continue;
          const sign = cx > bx === qx > px ? 1 : -1;
          sum +=
            sign *
            under(
              (x) => by + ((x - bx) / (cx - bx)) * (cy - by),
              (x) => r[i - 1] - base + ((x - px) / (qx - px)) * (r[i + 1] - r[i - 1]),
              from,
              to,
            );
        }
    }
  return Math.abs(sum);
}

/** Area above the base and under both straight lines. */
function under(f: (x: number) => number, g: (x: number) => number, from: number, to: number) {
  const at = [from, to];
  const f0 = f(from),
    f1 = f(to),
    g0 = g(from),
    g1 = g(to);
  const zero = (a: number, b: number): void => {
    if (a > 0 !== b > 0) at.push(from + ((to - from) * a) / (a - b));
  };
  zero(f0, f1);
  zero(f0 - g0, f1 - g1);
  at.sort((p, q) => p - q);
  let sum = 0;
  const height = (x: number): number => Math.max(0, Math.min(f(x), g(x)));
  for (let i = 1; i < at.length; i++)
    sum += ((at[i] - at[i - 1]) * (height(at[i - 1]) + height(at[i]))) / 2;
  return sum;
}
