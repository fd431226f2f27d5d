/**
 * P(X ≥ k) of a Poisson variable with the given mean: the regularised lower incomplete gamma
 * function P(k, mean), by its series below
 * k + 1 and by Lentz's continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31). Relative
 * error about 1e-13.
 */
export function poissonUpperP(k: number, mean: number): number {
  if (!(mean >= 0) || !(k >= 0))
    throw new RangeError(`Counts and means are zero or above, got ${k} and ${mean}`);
  if (k === 0) return 1;
  if (mean === 0) return 0;
  const front = Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
  if (mean < k + 1) {
    let term = 1,
      sum = 1;
    for (let j = 1; term > sum * 1e-16; j++) sum += term *= mean / (k + j);
    return Math.min(1, front * sum);
  }
  let b = mean + 1 - k,
    c = 1e300,
    d = 1 / b,
    h = d;
  for (let j = 1; j < 100_000; j++) {
    const a = -j * (j - k);
    b += 2;
    d = 1 / (a * d + b || 1e-300);
    c = b + a / c || 1e-300;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return Math.max(0, 1 - front * k * h);
}

/** ln Γ(x), x > 0: Stirling's series from 12 on, lifted there by the recurrence. */
export function logGamma(x: number): number {
  let shift = 0;
  while (x < 12) {
    shift -= Math.log(x);
    x++;
  }
  const t = 1 / (x * x);
  return (
    shift +
    (x - 0.5) * Math.log(x) -
    x +
    0.9189385332046727 +
    (1 / 12 -
      t * (1 / 360 - t * (1 / 1260 - t * (1 / 1680 - t * (1 / 1188 - t * (691 / 360360)))))) /
      x
  );
}
