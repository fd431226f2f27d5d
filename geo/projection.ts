/**
 * The house's one metric projection: a transverse Mercator on the WGS 84 ellipsoid, centred where
 * the work is.
 *
 * proj4's extended series (Poder/Engsager) does the work: 0.27 µs a point forward, 0.25 µs back. An
 * own Krüger series
 * (Karney 2011) came to 0.20 and 0.42 µs, agreed to 0.1 mm, and was not worth keeping.
 *
 * Limit: lengths are true on the central meridian and too long by d²/2R² at d metres east or west
 * of it: 1e-4 at 90 km,
 * 5e-4 at 200 km. A county lies well inside. North and south there is no such error.
 */
import proj4 from "proj4";

export interface Projection {
  readonly name: string;
  /** Degrees (WGS 84) to metres east and north of the centre. */
  forward(lon: number, lat: number): [x: number, y: number];
  /** Metres east and north of the centre to degrees. */
  inverse(x: number, y: number): [lon: number, lat: number];
}

/**
 * A transverse Mercator whose central meridian is `lon0` and whose origin is (`lon0`, `lat0`),
 * scale 1 on the meridian.
 * Throws a RangeError when the centre is not a place on earth.
 */
export function localProjection(lon0: number, lat0: number): Projection {
  if (!(Math.abs(lon0) <= 180) || !(Math.abs(lat0) < 90)) {
    throw new RangeError(
      `A projection needs a centre with |lon| <= 180 and |lat| < 90, got ${lon0}, ${lat0}`,
    );
  }
  const converter = proj4(
    `+proj=etmerc +lat_0=${lat0} +lon_0=${lon0} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m +no_defs`,
  );
  return {
    name: `transverse Mercator, WGS 84, lon_0=${lon0} lat_0=${lat0} k=1`,
    forward: (lon, lat) => converter.forward([lon, lat]) as [number, number],
    inverse: (x, y) => converter.inverse([x, y]) as [number, number],
  };
}
