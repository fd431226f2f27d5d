/**
 * Metres around a place, for pages that cannot carry a projection library: the transverse Mercator
 * of geo/projection.ts (same centre, scale 1), forward only, by Krüger's series to the sixth order
 * (Karney 2011, J. Geodesy 85, eq. 35). proj4 is its oracle.
 */
export interface Metric {
  /** Degrees (WGS 84) to metres east and north of the centre. */
  forward(lon: number, lat: number): [x: number, y: number];
}

const A = 6378137;
const F = 1 / 298.257223563;
const N = F / (2 - F);
const E = Math.sqrt(F * (2 - F));
/** Radius of the rectifying sphere. */
const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256);
/** Powers of the third flattening from the j-th on, for the j-th term. */
const SERIES = [
  [1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800],
  [13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360],
  [61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440],
  [49561 / 161280, -179 / 168, 6601661 / 7257600],
  [34729 / 80640, -3418889 / 1995840],
  [212378941 / 319334400],
].map((terms, j) => terms.reduce((sum, term, k) => sum + term * N ** (j + 1 + k), 0));

/** @returns the projection centred at a place (degrees); throws a RangeError off the earth */
export function localMetric(lon0: number, lat0: number): Metric {
  if (!(Math.abs(lon0) <= 180) || !(Math.abs(lat0) < 90))
    throw new RangeError(`No metres around ${lon0}, ${lat0}`);
  const origin = north(0, lat0)[1];
  return {
    forward: (lon, lat) => {
      const [x, y] = north(lon - lon0, lat);
      return [x, y - origin];
    },
  };
}

function north(lon: number, lat: number): [number, number] {
  const turn = (((lon + 540) % 360) - 180) * (Math.PI / 180);
  const sine = Math.sin((lat * Math.PI) / 180);
  const t = Math.sinh(Math.atanh(sine) - E * Math.atanh(E * sine));
  const xi = Math.atan2(t, Math.cos(turn)),
    eta = Math.asinh(Math.sin(turn) / Math.hypot(t, Math.cos(turn)));
  let x = eta,
    y = xi;
  for (let j = 1; j <= SERIES.length; j++) {
    x += SERIES[j - 1] * Math.cos(2 * j * xi) * Math.sinh(2 * j * eta);
    y += SERIES[j - 1] * Math.sin(2 * j * xi) * Math.cosh(2 * j * eta);
  }
  return [RADIUS * x, RADIUS * y];
}
