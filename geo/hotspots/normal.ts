/**
 * Tails of the normal distribution. 1 − Φ(z) loses all digits from z = 6 on, so every p comes from
 * erfc.
 *
 * erfc after W. J. Cody (1969), "Rational Chebyshev approximations for the error function", Math.
 * Comp. 23, 631-637: three
 * ranges, relative error about 1e-15; exp(−x²) is split as in his Fortran so that large arguments
 * keep their digits.
 */
const SQRT1_2 = Math.SQRT1_2;
const ONE_OVER_SQRT_PI = 0.5641895835477562869;

/**
 * exp(−y²) with y cut to sixteenths first: squaring a rounded y would cost digits in the exponent.
 */
function expMinusSquare(y: number): number {
  const cut = Math.trunc(y * 16) / 16;
  return Math.exp(-cut * cut) * Math.exp(-(y - cut) * (y + cut));
}

export function erfc(x: number): number {
  const y = Math.abs(x);
  let tail: number;
  if (y <= 0.46875) {
    const t = y > 1.11e-16 ? y * y : 0;
    const top =
      (((0.185777706184603153 * t + 3.1611237438705656) * t + 113.864154151050156) * t +
        377.485237685302021) *
        t +
      3209.37758913846947;
    const bottom =
      (((t + 23.6012909523441209) * t + 244.024637934444173) * t + 1282.61652607737228) * t +
      2844.23683343917062;
    return 1 - (x * top) / bottom;
  }
  if (y <= 4) {
    const top =
      (((((((2.15311535474403846e-8 * y + 0.564188496988670089) * y + 8.88314979438837594) * y +
        66.1191906371416295) *
        y +
        298.635138197400131) *
        y +
        881.95222124176909) *
        y +
        1712.04761263407058) *
        y +
        2051.07837782607147) *
        y +
      1230.33935479799725;
    const bottom =
      (((((((y + 15.7449261107098347) * y + 117.693950891312499) * y + 537.181101862009858) * y +
        1621.38957456669019) *
        y +
        3290.79923573345963) *
        y +
        4362.61909014324716) *
        y +
        3439.36767414372164) *
        y +
      1230.33935480374942;
    tail = expMinusSquare(y) * (top / bottom);
  } else if (y < 27.3) {
    const t = 1 / (y * y);
    const top =
      ((((0.0163153871373020978 * t + 0.305326634961232344) * t + 0.360344899949804439) * t +
        0.125781726111229246) *
        t +
        0.0160837851487422766) *
        t +
      0.000658749161529837803;
    const bottom =
      ((((t + 2.56852019228982242) * t + 1.87295284992346725) * t + 0.527905102951428412) * t +
        0.0605183413124413191) *
        t +
      0.00233520497626869185;
    tail = (expMinusSquare(y) * (ONE_OVER_SQRT_PI - (t * top) / bottom)) / y;
  } else tail = 0;
  return x < 0 ? 2 - tail : tail;
}

/** P(|Z| ≥ |z|). */
export const twoSidedP = (z: number): number => erfc(Math.abs(z) * SQRT1_2);

/** P(Z ≥ z). */
export const upperP = (z: number): number => erfc(z * SQRT1_2) / 2;
