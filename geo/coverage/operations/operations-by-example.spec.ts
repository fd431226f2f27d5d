import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { applyChange, inverseOf } from "../apply.js";
import { buildCoverage, isCoverage, toFeature, toFeatureCollection } from "../build.js";
import { checkCoverage } from "../check.js";
import type { GridCollection } from "../collection.js";
import { measureCoverage } from "../measures.js";
import { type Change, type Coverage, isRefusal, type Outcome } from "../model.js";
import { addGrid } from "./add-grid.js";
import { carveEnclave } from "./carve-enclave.js";
import { handPiece } from "./hand-piece.js";
import { insertNode } from "./insert-node.js";
import { mergeGrids } from "./merge-grids.js";
import { moveEdge } from "./move-edge.js";
import { moveNode } from "./move-node.js";
import { numberGrids } from "./number-grids.js";
import { removeNode } from "./remove-node.js";
import { reshapeGrid } from "./reshape-grid.js";
import { snapOutline } from "./snap-outline.js";
import { splitGrids } from "./split-grids.js";

/** Cells of 0.002 degrees, named by column and row from the south-west: a0 b0 … a1 b1 … */
function cells(columns: number, rows: number): Coverage {
  const features: GridCollection["features"] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const p = (i: number, k: number): Position => [
        (1073900 + (c + i) * 20) / 1e4,
        (297100 + (r + k) * 20) / 1e4,
      ];
      features.push({
        type: "Feature",
        id: `${"abcdef"[c]}${r}`,
        properties: {},
        geometry: { type: "Polygon", coordinates: [[p(0, 0), p(1, 0), p(1, 1), p(0, 1), p(0, 0)]] },
      });
    }
  }
  const built = buildCoverage({ type: "FeatureCollection", features });
  if (!isCoverage(built)) throw new Error(built.findings[0]?.code);
  return built;
}

function done(coverage: Coverage, outcome: Outcome): Change {
  if (isRefusal(outcome)) throw new Error(outcome.code);
  applyChange(coverage, outcome);
  expect(checkCoverage(toFeatureCollection(coverage), { holes: false })).toEqual([]);
  return outcome;
}

const why = (outcome: Outcome): string => (isRefusal(outcome) ? outcome.refused : "accepted");
const box = (w: number, s: number, e: number, n: number): Position[] => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];

describe("operations", () => {
  it("split through several grids at once, largest part keeping the id", () => {
    const c = cells(3, 1);
    done(
      c,
      splitGrids(c, [
        [107.3895, 29.7108],
        [107.3965, 29.7108],
      ]),
    );
    expect([...c.faces.keys()].sort()).toEqual(["a0", "a0-2", "b0", "b0-2", "c0", "c0-2"]);
    const { grids } = measureCoverage(c);
    expect(grids.get("a0")?.area).toBeGreaterThan(grids.get("a0-2")?.area ?? 0);
    expect([...(grids.get("b0")?.neighbours.keys() ?? [])].sort()).toEqual(["a0", "b0-2", "c0"]);
  });
  it("leave no trace of a line drawn too long, and refuse one drawn too short", () => {
    const c = cells(2, 1);
    done(
      c,
      splitGrids(
        c,
        [
          [107.3895, 29.711],
          [107.393, 29.711],
        ],
        { grids: ["a0"] },
      ),
    );
    expect(toFeature(c, "b0").geometry.coordinates[0]).toHaveLength(6);
    expect(
      why(
        splitGrids(c, [
          [107.3925, 29.7105],
          [107.3935, 29.7105],
        ]),
      ),
    ).toBe("not-reached");
  });
  it("merge neighbours, refuse corners, and make an enclave part of its surroundings", () => {
    const c = cells(2, 2);
    expect(why(mergeGrids(c, ["a0", "b1"]))).toBe("not-adjacent");
    done(c, carveEnclave(c, "e", box(107.3905, 29.7105, 107.3915, 29.7115)));
    expect(toFeature(c, "a0").geometry.coordinates).toHaveLength(2);
    done(c, mergeGrids(c, ["a0", "e"]));
    expect(toFeature(c, "a0").geometry.coordinates).toHaveLength(1);
  });
  it("move both sides of a border, and refuse to carry it over another", () => {
    const c = cells(2, 2);
    done(c, moveNode(c, [107.392, 29.712], [107.3923, 29.7124]));
    done(c, insertNode(c, [107.39215, 29.711]));
    done(c, moveEdge(c, [107.39215, 29.711], [0.0001, 0.0001]));
    done(c, removeNode(c, [107.39225, 29.7111]));
    const crossed = moveNode(c, [107.3924, 29.7125], [107.395, 29.709]);
    expect(isRefusal(crossed) && crossed.refused === "crosses" && crossed.geometry !== null).toBe(
      true,
    );
    expect(why(removeNode(c, [107.3924, 29.7125]))).toBe("crosses");
    expect(why(moveNode(c, [107.3, 29.7], [107.31, 29.7]))).toBe("not-found");
  });
  it("refuse to leave an enclave behind when its surroundings move away", () => {
    const c = cells(2, 1);
    done(c, carveEnclave(c, "e", box(107.391, 29.7104, 107.3912, 29.7106)));
    done(c, insertNode(c, [107.392, 29.711]));
    expect(why(moveNode(c, [107.392, 29.711], [107.3901, 29.7101]))).toBe("invalid-ring");
  });
  it("hand a piece over, and refuse where a grid would fall apart or vanish", () => {
    const c = cells(2, 1),
      before = measureCoverage(c).grids;
    done(c, handPiece(c, box(107.3915, 29.7105, 107.3925, 29.7115), "b0"));
    const after = measureCoverage(c).grids;
    expect((after.get("b0")?.area ?? 0) - (before.get("b0")?.area ?? 0)).toBeCloseTo(
      (before.get("a0")?.area ?? 0) / 8,
      0,
    );
    expect(why(handPiece(c, box(107.3905, 29.7095, 107.3925, 29.7125), "b0"))).toBe("accepted");
    expect(why(handPiece(c, box(107.391, 29.7095, 107.3912, 29.7125), "b0"))).toBe("multipart");
    expect(why(handPiece(c, box(107.3895, 29.7095, 107.3925, 29.7125), "b0"))).toBe("vanishes");
    expect(
      why(
        handPiece(
          c,
          [
            [107.39, 29.71],
            [107.392, 29.712],
            [107.392, 29.71],
            [107.39, 29.712],
          ],
          "b0",
        ),
      ),
    ).toBe("bad-drawing");
  });
  it("reshape along a line: a bulge into the neighbour comes, a dent goes", () => {
    const c = cells(2, 1),
      before = measureCoverage(c).grids.get("a0")?.area ?? 0;
    done(
      c,
      reshapeGrid(c, "a0", [
        [107.392, 29.7105],
        [107.393, 29.711],
        [107.392, 29.7115],
      ]),
    );
    const bulged = measureCoverage(c).grids.get("a0")?.area ?? 0;
    expect(bulged / before).toBeCloseTo(1 + 0.125, 3);
    done(
      c,
      reshapeGrid(c, "a0", [
        [107.392, 29.7105],
        [107.391, 29.711],
        [107.392, 29.7115],
      ]),
    );
    expect((measureCoverage(c).grids.get("a0")?.area ?? 0) / before).toBeCloseTo(1 - 0.125, 3);
    done(
      c,
      reshapeGrid(c, "a0", [
        [107.3905, 29.712],
        [107.391, 29.713],
        [107.3915, 29.712],
      ]),
    );
    expect((measureCoverage(c).grids.get("a0")?.area ?? 0) / before).toBeCloseTo(1, 3);
  });
  it("add a roughly drawn grid without a seam once it is snapped", () => {
    const c = cells(2, 2),
      rough: Position[] = [
        [107.39402, 29.71001],
        [107.397, 29.7101],
        [107.397, 29.7141],
        [107.39398, 29.71402],
        [107.39402, 29.71001],
      ];
    const {
      coordinates: [outline],
    } = snapOutline(c, rough, 5);
    done(c, addGrid(c, "new", outline));
    expect([...(measureCoverage(c).grids.get("new")?.neighbours.keys() ?? [])].sort()).toEqual([
      "b0",
      "b1",
    ]);
    expect(why(addGrid(c, "new", outline))).toBe("id-taken");
    expect(why(addGrid(c, "other", outline))).toBe("no-effect");
  });
  it("keep locked grids as they are, and let their neighbours be split", () => {
    const c = cells(2, 2),
      locked = new Set(["b0"]);
    expect(why(moveNode(c, [107.392, 29.712], [107.3921, 29.7121], { locked }))).toBe("locked");
    expect(why(handPiece(c, box(107.3915, 29.7105, 107.3925, 29.7115), "a0", { locked }))).toBe(
      "locked",
    );
    expect(why(mergeGrids(c, ["a0", "b0"], { locked }))).toBe("locked");
    done(
      c,
      splitGrids(
        c,
        [
          [107.3895, 29.7111],
          [107.3925, 29.7111],
        ],
        { grids: ["a0"], locked },
      ),
    );
  });
  it("number from west to east and from north to south", () => {
    const c = cells(3, 2);
    const change = done(c, numberGrids(c));
    expect(
      ["a1", "b1", "c1", "a0", "b0", "c0"].map((id) => c.faces.get(id)?.properties.number),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    applyChange(c, inverseOf(change));
    expect(c.faces.get("a1")?.properties).toEqual({});
  });
  it("warn of a sliver, and throw when a stale change is applied", () => {
    const c = cells(2, 1);
    const change = splitGrids(
      c,
      [
        [107.3895, 29.710002],
        [107.393, 29.710002],
      ],
      { grids: ["a0"] },
    );
    if (isRefusal(change)) throw new Error(change.code);
    expect(change.warnings.map((w) => w.kind)).toEqual(["sliver"]);
    done(c, moveNode(c, [107.39, 29.71], [107.3899, 29.7099]));
    expect(() => applyChange(c, change)).toThrow(/another state/);
  });
});
