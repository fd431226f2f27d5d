/** Standard distance: √(Σ((x − x̄)² + (y − ȳ)²)/n) about the mean centre, metres. */
export function standardDistance(
  x: Float64Array,
  y: Float64Array,
): { metres: number; meanX: number; meanY: number } {
  const n = x.length;
  let sx = 0,
    sy = 0;
  for (let i = 0; i < n; i++) {
    sx += x[i] - x[0];
    sy += y[i] - y[0];
  }
  const meanX = x[0] + sx / n,
    meanY = y[0] + sy / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (x[i] - meanX) ** 2 + (y[i] - meanY) ** 2;
  return { metres: Math.sqrt(squares / n), meanX, meanY };
}

/** Median; the mean of the two middle values for an even count. Throws on none. */
export function median(values: Float64Array): number {
  if (values.length === 0) throw new RangeError("The median of no values");
  const sorted = values.slice().sort(),
    half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
