import { describe, expect, it } from "vitest";
import { admit, geometryFault } from "./geometry.js";

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
      "an inverted hole",
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0.5, 1],
        [0.6, 0.5],
        [0.4, 0.5],
        [0.5, 1],
        [0, 1],
        [0, 0],
      ]),
      /touch itself/,
    ],
    [
      "a figure of eight that touches itself",
      polygon([
        [0, 0],
        [0.5, 0.5],
        [1, 0],
        [1, 1],
        [0.5, 0.5],
        [0, 1],
        [0, 0],
      ]),
      /touch itself/,
    ],
    [
      "a vertex on another edge of its ring",
      polygon([
        [0, 0],
        [2, 0],
        [2, 2],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
      /touch itself/,
    ],
    [
      "a hole that touches its shell twice",
      polygon(square, [
        [0, 0],
        [0.5, 0.4],
        [1, 1],
        [0.4, 0.5],
        [0, 0],
      ]),
      /cut it in two/,
    ],
    [
      "a chain of holes from side to side",
      polygon(
        square,
        [
          [0, 0.5],
          [0.5, 0.4],
          [0.5, 0.6],
          [0, 0.5],
        ].map(([x, y]) => [x!, y!]),
        [
          [0.5, 0.4],
          [1, 0.5],
          [0.6, 0.3],
          [0.5, 0.4],
        ],
      ),
      /cut it in two/,
    ],
    [
      "a part with all its corners on another's sides",
      {
        type: "MultiPolygon",
        coordinates: [
          [square],
          [
            [
              [0.5, 0],
              [1, 0.5],
              [0.5, 1],
              [0, 0.5],
              [0.5, 0],
            ],
          ],
        ],
      },
      /parts/,
    ],
    [
      "a polygon over the antimeridian",
      polygon([
        [179, 5],
        [-179, 5],
        [-179, 15],
        [179, 15],
        [179, 5],
      ]),
      /cut .* at 180/,
    ],
    [
      "a line over the antimeridian",
      {
        type: "LineString",
        coordinates: [
          [179, 5],
          [-179, 5],
        ],
      },
      /180/,
    ],
    [
      "the whole earth, whose sides lead from pole to pole (PostGIS could not measure it)",
      polygon([
        [-180, -90],
        [180, -90],
        [180, 90],
        [-180, 90],
        [-180, -90],
      ]),
      /opposite side/,
    ],
    [
      "a line halfway around the earth",
      {
        type: "LineString",
        coordinates: [
          [-60, 10],
          [120, -10],
        ],
      },
      /opposite side/,
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
      "parts that cross through one another's corners",
      {
        type: "MultiPolygon",
        coordinates: [
          [square],
          [
            [
              [-1, 0],
              [0, 0],
              [1, 1],
              [2, 3],
              [-1, 0],
            ],
          ],
        ],
      },
      /overlap/,
    ],
    [
      "a part through another, by a corner that lies on its edge",
      {
        type: "MultiPolygon",
        coordinates: [
          [square],
          [
            [
              [0.5, -1],
              [0.7, 0],
              [2, 0.5],
              [0.7, 2],
              [0, 1],
              [0.5, -1],
            ],
          ],
        ],
      },
      /overlap|cross/,
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

  it("judges a shape as it will be stored: snapped, noise of computing gone", () => {
    const box = (w: number, s: number, e: number, n: number) => [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ];
    const touching = {
      type: "MultiPolygon",
      coordinates: [
        [box(107.359, 29.669, 107.361, 29.671000000000003)],
        [box(107.36099999999999, 29.671, 107.363, 29.673000000000002)],
      ],
    };
    expect(geometryFault(touching)).not.toBeNull();
    expect(admit(touching).fault).toBeNull();
    const open = polygon([...box(107, 29, 107.002, 29.002).slice(0, 4), [107 + 1e-9, 29]]);
    expect(admit(open).geometry).toMatchObject({ type: "Polygon" });
    // And the other way round: what snapping folds is refused.
    const spike = polygon([
      [0, 0],
      [1, 0],
      [1, 1],
      [0.5, 4e-8],
      [0, 1],
      [0, 0],
    ]);
    expect(geometryFault(spike)).toBeNull();
    expect(admit(spike).fault?.reason).toMatch(/touch itself/);
  });
});
