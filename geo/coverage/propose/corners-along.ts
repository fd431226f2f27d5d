/**
 * Places, by number, that are left between the ends of a line x, y, x, y … when it is simplified to
 * `tolerance` metres (Douglas, Peucker 1973).
 */
export function cornersAlong(xy: ArrayLike<number>, tolerance = 10): number[] {
  const between = (a: number, b: number): number[] => {
    let far = -1,
      most = tolerance;
    for (let k = a + 1; k < b; k++) {
      const d = awayFrom(xy, k, a, b);
      if (d > most) {
        most = d;
        far = k;
      }
    }
    return far < 0 ? [] : [...between(a, far), far, ...between(far, b)];
  };
  return between(0, xy.length / 2 - 1);
}

function awayFrom(xy: ArrayLike<number>, k: number, a: number, b: number): number {
  const ax = xy[2 * a],
    ay = xy[2 * a + 1],
    ux = xy[2 * b] - ax,
    uy = xy[2 * b + 1] - ay,
    l2 = ux * ux + uy * uy,
    px = xy[2 * k] - ax,
    py = xy[2 * k + 1] - ay;
  const t = l2 > 0 ? Math.max(0, Math.min(1, (px * ux + py * uy) / l2)) : 0;
  return Math.hypot(px - t * ux, py - t * uy);
}
