/**
 * Radius of the smallest circle around all points, by Welzl's algorithm in its move-to-front form
 * (Welzl 1991) with a
 * fixed order, so that the same points give the same figure. Expected linear time.
 * @param lines points as x0, y0, x1, y1 … in metres
 */
export function enclosingRadius(lines: readonly ArrayLike<number>[]): number {
  const xs: number[] = [],
    ys: number[] = [];
  for (const xy of lines)
    for (let i = 0; i < xy.length; i += 2) {
      xs.push(xy[i]);
      ys.push(xy[i + 1]);
    }
  const n = xs.length;
  // A fixed shuffle: outlines come in order around the ring, the worst order for this algorithm.
  let state = 12345;
  for (let i = n - 1; i > 0; i--) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const k = state % (i + 1);
    [xs[i], xs[k], ys[i], ys[k]] = [xs[k], xs[i], ys[k], ys[i]];
  }
  let cx = xs[0],
    cy = ys[0],
    r2 = 0;
  const outside = (i: number): boolean =>
    (xs[i] - cx) ** 2 + (ys[i] - cy) ** 2 > r2 * (1 + 1e-12) + 1e-12;
  const two = (i: number, k: number): void => {
    cx = (xs[i] + xs[k]) / 2;
    cy = (ys[i] + ys[k]) / 2;
    r2 = (xs[i] - cx) ** 2 + (ys[i] - cy) ** 2;
  };
  for (let i = 1; i < n; i++) {
    if (!outside(i)) continue;
    cx = xs[i];
    cy = ys[i];
    r2 = 0;
    for (let k = 0; k < i; k++) {
      if (!outside(k)) continue;
      two(i, k);
      for (let m = 0; m < k; m++) {
        if (!outside(m)) continue;
        const bx = xs[k] - xs[i],
          by = ys[k] - ys[i],
          dx = xs[m] - xs[i],
          dy = ys[m] - ys[i];
        const d = 2 * (bx * dy - by * dx);
        if (d === 0) continue;
        const b2 = bx * bx + by * by,
          d2 = dx * dx + dy * dy;
        const ux = (dy * b2 - by * d2) / d,
          uy = (bx * d2 - dx * b2) / d;
        cx = xs[i] + ux;
        cy = ys[i] + uy;
        r2 = ux * ux + uy * uy;
      }
    }
  }
  return Math.sqrt(r2);
}
