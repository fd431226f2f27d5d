import { expect, test } from "vitest";
import { densityBands, limitsOf } from "./density-bands.js";
import { outlineOf } from "./hot-outline.js";

/** One degree to the pixel, so that places read as pixels do; south-west at 100, 20. */
const raster = (values: number[], columns: number) => {
  const rows = values.length / columns;
  const corners = [
    ...[
      [100, 20 + rows],
      [100 + columns, 20 + rows],
    ],
    ...[
      [100 + columns, 20],
      [100, 20],
    ],
  ];
  return { columns, rows, corners, values, peak: Math.max(...values) };
};

test("the densest band lies where the raster has its peak, north and east of its south-west", () => {
  const values = Array.from({ length: 6 * 4 }, () => 0);
  values[1 * 6 + 4] = 64; // second row from the south, fifth column
  const bands = densityBands(raster(values, 6));
  expect(bands).toHaveLength(5);
  const [peak] = bands.slice(-1);
  const places = (peak!.geometry as { coordinates: number[][][][] }).coordinates.flat(2);
  const [lons, lats] = [0, 1].map((axis) => places.map((at) => at[axis]!));
  // The middle of that pixel, and less than a pixel around it.
  expect(Math.min(...lons!)).toBeCloseTo(104, 5);
  expect(Math.max(...lons!)).toBeCloseTo(105, 5);
  expect(Math.min(...lats!)).toBeCloseTo(21, 5);
  expect(Math.max(...lats!)).toBeCloseTo(22, 5);
});

test("classes double up to the peak, so that a second peak of a sixth is not the ground's", () => {
  expect(limitsOf(32)).toEqual([1, 2, 4, 8, 16]);
  expect(limitsOf(0)).toEqual([]);
});

test("two cells side by side have one outline: the edge between them is gone", () => {
  const square = (x: number) => ({
    type: "Polygon" as const,
    // A corner as two ways of working it out have it.
    coordinates: [
      [
        [x, 0],
        [x + 1 - 1e-12, 0],
        [x + 1, 1],
        [x, 1 + 1e-12],
        [x, 0],
      ],
    ],
  });
  expect(outlineOf([square(0)])).toHaveLength(4);
  expect(outlineOf([square(0), square(1)])).toHaveLength(6);
});
