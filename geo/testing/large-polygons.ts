import type { MultiPolygon, Polygon, Position } from "geojson";
import { snapCoordinate } from "../snap.js";

type Shape = Polygon | MultiPolygon;

const polygon = (...coordinates: Position[][]): Polygon => ({ type: "Polygon", coordinates });
const multi = (coordinates: Position[][][]): MultiPolygon => ({
  type: "MultiPolygon",
  coordinates,
});
const closed = (points: Position[]): Position[] => [...points, points[0]];
const box = (w: number, s: number, e: number, n: number): Position[] =>
  closed([
    [w, s],
    [e, s],
    [e, n],
    [w, n],
  ]);
const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));

/** A lattice round the centre, in steps of 1e-7 degrees, so that snapping changes nothing. */
const placed = (shape: Shape, [lon, lat]: Position, reach: number): Shape => {
  const put = ([x, y]: Position): Position => [
    snapCoordinate(lon + x * reach),
    snapCoordinate(lat + y * reach),
  ];
  return shape.type === "Polygon"
    ? polygon(...shape.coordinates.map((r) => r.map(put)))
    : multi(shape.coordinates.map((p) => p.map((r) => r.map(put))));
};

/** Valid shapes of about n vertices, in a square from -1 to 1, each hard in a way of its own. */
const FAMILIES: Record<string, (n: number) => Shape> = {
  "a square full of holes": (n) => {
    const side = Math.ceil(Math.sqrt(n / 5 - 1));
    const step = 2 / side;
    return polygon(
      box(-1, -1, 1, 1),
      ...times(Math.floor(n / 5) - 1, (i) => {
        const [w, s] = [-1 + (i % side) * step, -1 + Math.floor(i / side) * step];
        return box(w + step * 0.2, s + step * 0.2, w + step * 0.7, s + step * 0.7);
      }),
    );
  },
  "thin parallel parts": (n) => {
    const step = 2 / Math.floor(n / 5);
    return multi(
      times(Math.floor(n / 5), (i) => [box(-1, -1 + i * step, 1, -1 + (i + 0.5) * step)]),
    );
  },
  "thin slanted parts, their boxes one over the other": (n) => {
    const step = 1 / Math.floor(n / 5);
    return multi(
      times(Math.floor(n / 5), (i) => {
        const [low, high] = [-1 + i * step, -1 + (i + 0.5) * step];
        return [
          closed([
            [-1, low],
            [1, low + 1],
            [1, high + 1],
            [-1, high],
          ]),
        ];
      }),
    );
  },
  "a comb": (n) => {
    const teeth = Math.floor(n / 2) - 2;
    const step = 2 / teeth;
    return polygon(
      closed([
        [-1, -1],
        ...times(teeth, (i): Position[] => [
          [-1 + i * step, 1],
          [-1 + (i + 0.5) * step, 0],
        ]).flat(),
        [1, -1],
      ]),
    );
  },
  "a comb of slanted teeth": (n) => {
    const teeth = Math.floor(n / 2) - 2;
    const step = 1 / teeth;
    return polygon(
      closed([
        [-1, -1],
        [-1, 1],
        ...times(teeth, (i): Position[] => [
          [i * step, 1],
          [-1 + (i + 0.5) * step, -0.5],
        ]).flat(),
        [1, -1],
      ]),
    );
  },
  "a star": (n) =>
    polygon(
      closed(
        times(n - 1, (i) => {
          const [angle, r] = [(2 * Math.PI * i) / (n - 1), i % 2 ? 1 : 0.5];
          return [r * Math.cos(angle), r * Math.sin(angle)];
        }),
      ),
    ),
  "a spiral": (n) => {
    const half = Math.floor((n - 1) / 2);
    const turns = 20;
    const arm = (i: number, wide: number): Position => {
      const angle = (i / half) * turns * 2 * Math.PI;
      const r = 0.1 + (0.8 * i) / half + wide;
      return [r * Math.cos(angle), r * Math.sin(angle)];
    };
    return polygon(
      closed([...times(half, (i) => arm(i, 0)), ...times(half, (i) => arm(half - 1 - i, 0.01))]),
    );
  },
  "rings within rings": (n) => {
    const rings = 2 * Math.floor(n / 10);
    const nested = times(rings, (i) => {
      const r = 1 - i / (rings + 1);
      return box(-r, -r, r, r);
    });
    return multi(times(rings / 2, (i) => [nested[2 * i], nested[2 * i + 1]]));
  },
  "parts that all touch in one point": (n) => {
    const parts = Math.floor(n / 4);
    return multi(
      times(parts, (i) => {
        const [low, high] = [-1 + (2 * i) / parts, -1 + (2 * i + 1) / parts];
        return [
          closed([
            [0, 0],
            [1, low],
            [1, high],
          ]),
        ];
      }),
    );
  },
  "a chain of holes that touch": (n) => {
    const holes = Math.floor(n / 5) - 1;
    const step = 1.8 / holes;
    return polygon(
      box(-1, -1, 1, 1),
      ...times(holes, (i) => {
        const west = -0.9 + i * step;
        return closed([
          [west, 0],
          [west + step / 2, -step / 2],
          [west + step, 0],
          [west + step / 2, step / 2],
        ]);
      }),
    );
  },
  stairs: (n) => {
    const steps = Math.floor((n - 3) / 2);
    const at = (i: number) => -1 + (2 * i) / steps;
    return polygon(
      closed([
        ...times(steps, (i): Position[] => [
          [at(i), at(i)],
          [at(i + 1), at(i)],
        ]).flat(),
        [1, 1],
        [-1, 1],
      ]),
    );
  },
};

/** Named shapes of about n vertices round a centre, all valid on the lattice of 1e-7 degrees. */
export const largePolygons = (n: number, centre: Position, reach: number): [string, Shape][] =>
  Object.entries(FAMILIES).map(([name, make]) => [name, placed(make(n), centre, reach)]);
