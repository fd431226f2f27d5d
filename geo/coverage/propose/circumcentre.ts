/** Of triangle t of a triangulation of the points x, y, x, y … */
export function circumcentre(
  p: ArrayLike<number>,
  triangles: Uint32Array,
  t: number,
): [number, number] {
  const [a, b, c] = [0, 1, 2].map((k) => 2 * triangles[3 * t + k]);
  const bx = p[b] - p[a],
    by = p[b + 1] - p[a + 1],
    cx = p[c] - p[a],
    cy = p[c + 1] - p[a + 1];
  const d = 2 * (bx * cy - by * cx) || 1e-12,
    bl = bx * bx + by * by,
    cl = cx * cx + cy * cy;
  return [p[a] + (cy * bl - by * cl) / d, p[a + 1] + (bx * cl - cx * bl) / d];
}
