/**
 * Hexagon arithmetic, shared by SQL and TypeScript: metres to axial coordinates (q, r) of
 * pointy-top hexagons by three floors.
 *
 * With fractional cube coordinates q + r + s = 0, the hexagon about a lattice point is |q − r| ≤ 1,
 * |r − s| ≤ 1, |s − q| ≤ 1 around it.
 * Let A = ⌊q − r⌋, B = ⌊r − s⌋, C = ⌊s − q⌋. Inside the hexagon of the origin A, B, C are −1 or 0,
 * so A − C and B − A are −1, 0 or 1, and
 * one step of the lattice moves them by 3: q = ⌊(A − C + 1)/3⌋, r = ⌊(B − A + 1)/3⌋. No rounding
 * that differs between languages, no case
 * for the vertices, and plain products and floors are the same IEEE operations in PostgreSQL and
 * JavaScript.
 *
 * `spacing` is metres between the centres of neighbouring hexagons, which is also the width across
 * the flats.
 */
export interface HexScale {
  readonly spacing: number;
  /** A = ⌊x·u − y·v⌋, B = ⌊x·u + y·v⌋, C = ⌊−x·w⌋. */
  readonly u: number;
  readonly v: number;
  readonly w: number;
}

const SQRT3 = Math.sqrt(3);

export function hexScale(spacing: number): HexScale {
  if (!(spacing > 0 && spacing < Infinity))
    throw new RangeError(`spacing must be above zero, got ${spacing}`);
  // Edge a = spacing/√3; q = (x/√3 − y/3)/a, r = (2y/3)/a, so q − r = x/spacing − y/a, r − s =
  // x/spacing + y/a, s − q = −2x/spacing.
  return { spacing, u: 1 / spacing, v: SQRT3 / spacing, w: 2 / spacing };
}

/** Column of the hexagon that holds (x, y), metres. */
export function hexQ(scale: HexScale, x: number, y: number): number {
  return Math.floor((Math.floor(x * scale.u - y * scale.v) - Math.floor(-x * scale.w) + 1) / 3);
}

/** Row of the hexagon that holds (x, y), metres. */
export function hexR(scale: HexScale, x: number, y: number): number {
  return Math.floor(
    (Math.floor(x * scale.u + y * scale.v) - Math.floor(x * scale.u - y * scale.v) + 1) / 3,
  );
}

/** Centre in metres. */
export const hexCentre = (spacing: number, q: number, r: number): [x: number, y: number] => [
  spacing * (q + r / 2),
  (spacing * r * SQRT3) / 2,
];

/** Square metres of one hexagon. */
export const hexArea = (spacing: number): number => (spacing * spacing * SQRT3) / 2;

/** The six corners, counter-clockwise from the east-south-east one, metres. */
export function hexCorners(spacing: number, q: number, r: number): [number, number][] {
  const [x, y] = hexCentre(spacing, q, r),
    half = spacing / 2,
    edge = spacing / SQRT3;
  return [
    [x + half, y - edge / 2],
    [x + half, y + edge / 2],
    [x, y + edge],
    [x - half, y + edge / 2],
    [x - half, y - edge / 2],
    [x, y - edge],
  ];
}

/**
 * SQL expressions for the same q and r, from the same constants. `x` and `y` are SQL expressions of
 * type double precision in
 * metres, as the caller composes them (columns, ST_X of a projected point); they are repeated, so
 * they should be columns of a subquery.
 * The result is a double that holds an integer; cast it where a key is wanted.
 */
export function hexSql(scale: HexScale, x: string, y: string): { q: string; r: string } {
  return hexOfFloorsSql(hexFloorsSql(scale, x, y));
}

/** The three floors that a hexagon's q and r are made of, as SQL expressions. */
export interface HexFloors {
  a: string;
  b: string;
  c: string;
}

/**
 * The floors of a place, of which six combinations at most make a hexagon: cheaper to group rows by
 * than q and r. Those of hexagons twice as wide are the floors of their halves, exactly.
 */
export function hexFloorsSql(scale: HexScale, x: string, y: string): HexFloors {
  const number = (value: number) => `'${value}'::float8`;
  return {
    a: `floor((${x}) * ${number(scale.u)} - (${y}) * ${number(scale.v)})`,
    b: `floor((${x}) * ${number(scale.u)} + (${y}) * ${number(scale.v)})`,
    c: `floor(-(${x}) * ${number(scale.w)})`,
  };
}

export const hexOfFloorsSql = ({ a, b, c }: HexFloors): { q: string; r: string } => ({
  q: `floor((${a} - ${c} + 1) / 3)`,
  r: `floor((${b} - ${a} + 1) / 3)`,
});
