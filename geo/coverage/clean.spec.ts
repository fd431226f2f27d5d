import type { Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import { checkCoverage } from "./check.js";
import { checkWithin, type Within } from "./check-within.js";
import { cleanCoverage } from "./clean.js";
import { packCleaning } from "./cleaning.js";
import type { GridCollection, GridFeature } from "./collection.js";
import { inverseOfPacked } from "./packed-change.js";
import { toFeatureCollection } from "./to-features.js";

const box = (w: number, s: number, e: number, n: number): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ],
});
const grid = (id: string, village: string | null, geometry: Polygon): GridFeature => ({
  ...{ type: "Feature", id, geometry, properties: { village } },
});
const collection = (...features: GridFeature[]): GridCollection => ({
  ...{ type: "FeatureCollection", features },
});

/** Two villages side by side, as a county draws them. */
const within: Within = {
  containers: collection(
    grid("west", null, box(107, 29, 107.01, 29.01)),
    grid("east", null, box(107.01, 29, 107.02, 29.01)),
  ),
  of: ({ properties }) => properties?.["village"] as string | null,
};

/** A reaches 10 m into the east, B leaves a gap of 5 m to it and one of 20 m to C, D overlaps C. */
const messy = collection(
  grid("A", "west", box(107, 29, 107.0101, 29.005)),
  grid("B", "west", box(107, 29.00505, 107.00995, 29.01)),
  grid("C", "east", box(107.01, 29, 107.02, 29.0051)),
  grid("D", "east", box(107.01, 29.005, 107.0203, 29.01)),
);

describe("cleaning within villages", () => {
  it("leaves grids that tile each village: crossings trimmed, gaps given, overlaps decided", () => {
    expect(checkWithin(messy, within).map(({ kind, ids }) => [kind, ids])).toEqual([
      ["uncovered", ["A", "B"]],
      ["outside", ["A"]],
      ["outside", ["C", "D"]],
    ]);
    const { coverage, mends } = cleanCoverage(messy, { within, sliverWidth: 10 });
    const clean = toFeatureCollection(coverage);
    expect(checkCoverage(clean)).toEqual([]);
    expect(checkWithin(clean, within)).toEqual([]);
    const told = mends.map(({ kind, from, to }) => `${kind} ${from.join("+")} → ${to}`);
    expect(told.sort()).toEqual([
      "outside A → C",
      "outside D → null",
      "overlap C+D → C",
      "sliver  → B",
    ]);
  });

  it("leads a border that all but follows a village's to it, without bending the village's", () => {
    const near = collection(
      grid("A", "west", box(107, 29, 107.0100004, 29.005)),
      grid("B", "west", box(107, 29.005, 107.0099996, 29.01)),
      grid("C", "east", box(107.01, 29, 107.02, 29.01)),
    );
    const { coverage } = cleanCoverage(near, { within });
    const clean = toFeatureCollection(coverage);
    expect(checkCoverage(clean)).toEqual([]);
    const east = clean.features.find(({ id }) => id === "C")!.geometry as Polygon;
    expect(new Set(east.coordinates[0].map(([lon]) => lon))).toEqual(new Set([107.01, 107.02]));
  });

  it("is a change that takes itself back: outlines before and after, and who is gone", () => {
    const twice = collection(
      ...messy.features,
      grid("E", "east", box(107.011, 29, 107.012, 29.001)),
    );
    const change = packCleaning(twice, cleanCoverage(twice, { within, sliverWidth: 10 }))!;
    expect(change.note).toMatchObject({ kind: "clean", code: "cleaned-grids" });
    expect(change.note.told).toContainEqual({ code: "grids-gone", params: { grids: ["E"] } });
    expect(change.grids).toEqual([{ id: "E", before: { village: "east" }, after: null }]);
    const back = inverseOfPacked(change);
    expect(back.redrawn!.find(({ id }) => id === "A")!.after).toEqual(messy.features[0].geometry);
    expect(inverseOfPacked(back).redrawn).toEqual(change.redrawn);
  });

  it("of sound grids nothing is otherwise", () => {
    const sound = toFeatureCollection(cleanCoverage(messy, { within, sliverWidth: 10 }).coverage);
    const again = cleanCoverage(sound, { within });
    expect(again.mends).toEqual([]);
    expect(packCleaning(sound, again)).toBeNull();
  });
});
