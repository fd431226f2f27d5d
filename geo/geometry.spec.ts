import { describe, expect, it } from "vitest";
import { geometryFault } from "./geometry.js";

const polygon = (...rings: number[][][]) => ({ type: "Polygon", coordinates: rings });
const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

describe("geometryFault", () => {
  it.each([
    ["a point", { type: "Point", coordinates: [107.39, 29.71] }],
    ["a square", polygon(square)],
    ["a clockwise square", polygon([...square].reverse())],
    [
      "a hole",
      polygon(square, [
        [0.2, 0.2],
        [0.4, 0.2],
        [0.4, 0.4],
        [0.2, 0.2],
      ]),
    ],
    [
      "a hole that touches the shell in a point",
      polygon(square, [
        [0, 0],
        [0.4, 0.2],
        [0.2, 0.4],
        [0, 0],
      ]),
    ],
    [
      "two parts that touch in a point",
      {
        type: "MultiPolygon",
        coordinates: [
          [square],
          [
            [
              [1, 1],
              [2, 1],
              [2, 2],
              [1, 1],
            ],
          ],
        ],
      },
    ],
    [
      "an island in a lake",
      {
        type: "MultiPolygon",
        coordinates: [
          [
            square,
            [
              [0.1, 0.1],
              [0.9, 0.1],
              [0.9, 0.9],
              [0.1, 0.1],
            ],
          ],
          [
            [
              [0.6, 0.3],
              [0.8, 0.3],
              [0.8, 0.5],
              [0.6, 0.3],
            ],
          ],
        ],
      },
    ],
    [
      "a doubled vertex",
      polygon([
        [0, 0],
        [1, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ]),
    ],
  ])("takes %s", (_, geometry) => expect(geometryFault(geometry)).toBeNull());

  it.each([
    ["nothing", null, /object/],
    ["a collection", { type: "GeometryCollection", geometries: [] }, /type/],
    ["an unknown type", { type: "Circle", coordinates: [1, 2] }, /type/],
    [
      "a bow-tie",
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
      /cross/,
    ],
    [
      "a spike",
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
        [0, 0.5],
        [-1, 0.5],
        [0, 0.5],
        [0, 0],
      ]),
      /run back/,
    ],
    [
      "a hole across the shell",
      polygon(square, [
        [0.5, 0.5],
        [1.5, 0.5],
        [1.5, 0.7],
        [0.5, 0.5],
      ]),
      /cross/,
    ],
    [
      "two parts one over the other",
      { type: "MultiPolygon", coordinates: [[square], [square]] },
      /run back|overlap/,
    ],
    [
      "a part inside another",
      {
        type: "MultiPolygon",
        coordinates: [
          [square],
          [
            [
              [0.2, 0.2],
              [0.4, 0.2],
              [0.4, 0.4],
              [0.2, 0.2],
            ],
          ],
        ],
      },
      /parts/,
    ],
    [
      "parts with an edge in common",
      {
        type: "MultiPolygon",
        coordinates: [
          [square],
          [
            [
              [1, 0],
              [2, 0],
              [2, 1],
              [1, 1],
              [1, 0],
            ],
          ],
        ],
      },
      /run back/,
    ],
    [
      "a hole outside",
      polygon(square, [
        [3, 3],
        [4, 3],
        [4, 4],
        [3, 3],
      ]),
      /inside its/,
    ],
    [
      "a hole in a hole",
      polygon(
        square,
        [
          [0.1, 0.1],
          [0.9, 0.1],
          [0.9, 0.9],
          [0.1, 0.9],
          [0.1, 0.1],
        ],
        [
          [0.3, 0.3],
          [0.4, 0.3],
          [0.4, 0.4],
          [0.3, 0.3],
        ],
      ),
      /another/,
    ],
    [
      "an open ring",
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      /end where it begins/,
    ],
    [
      "a flat ring",
      polygon([
        [0, 0],
        [1, 0],
        [0.5, 0],
        [0, 0],
      ]),
      /area/,
    ],
    ["swapped axes", { type: "Point", coordinates: [29.71, 107.39] }, /order/],
    ["NaN", { type: "Point", coordinates: [NaN, 1] }, /finite/],
    ["text for numbers", { type: "Point", coordinates: ["1", "2"] }, /finite/],
    ["too shallow", { type: "Polygon", coordinates: [[0, 0]] }, /nested/],
    ["empty", { type: "LineString", coordinates: [] }, /empty/],
  ])("refuses %s", (_, geometry, reason) =>
    expect(geometryFault(geometry)?.reason).toMatch(reason),
  );

  it("says where a boundary crosses itself", () =>
    expect(
      geometryFault(
        polygon([
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
          [0, 0],
        ]),
      )?.at,
    ).toEqual([0.5, 0.5]));
  it("counts vertices before it looks at them closely", () => {
    const ring = Array.from({ length: 60_000 }, (_, i) => [Math.cos(i), Math.sin(i)]);
    expect(geometryFault(polygon(ring))?.reason).toMatch(/at most/);
  });
});
