import { VectorTile } from "@mapbox/vector-tile";
import fc from "fast-check";
import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { encodeTile, type TileGeometry, type TileKey, type TileRow } from "./encode-tile.js";

const keys: TileKey[] = [
  { name: "id", kind: "string" },
  { name: "level", kind: "integer" },
  { name: "heading", kind: "double" },
  { name: "open", kind: "boolean" },
];

const unit = fc.integer({ min: -64, max: 4160 });
const position = fc.tuple(unit, unit);
const line = fc.uniqueArray(position, { minLength: 2, maxLength: 12, selector: (p) => p.join() });
const ring = fc
  .uniqueArray(position, { minLength: 3, maxLength: 12, selector: (p) => p.join() })
  .map((r) => [...r, r[0]!]);
const geometry: fc.Arbitrary<TileGeometry> = fc.oneof(
  position.map((coordinates) => ({ type: "Point" as const, coordinates })),
  line.map((coordinates) => ({ type: "LineString" as const, coordinates })),
  fc
    .array(line, { minLength: 1, maxLength: 4 })
    .map((coordinates) => ({ type: "MultiLineString" as const, coordinates })),
  fc
    .array(ring, { minLength: 1, maxLength: 4 })
    .map((coordinates) => ({ type: "Polygon" as const, coordinates })),
  fc
    .array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((coordinates) => ({ type: "MultiPolygon" as const, coordinates })),
);
const cells = fc.tuple(
  fc.option(fc.string({ unit: "grapheme" })),
  fc.option(fc.integer()),
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  fc.option(fc.boolean()),
  geometry,
);
const row: fc.Arbitrary<TileRow> = cells;

/** Lines and rings, as a reader lists them. */
function partsOf({ type, coordinates }: TileGeometry): readonly (readonly (readonly number[])[])[] {
  switch (type) {
    case "Point":
      return [[coordinates]];
    case "MultiPoint":
      return coordinates.map((p) => [p]);
    case "LineString":
      return [coordinates];
    case "MultiLineString":
    case "Polygon":
      return coordinates;
    case "MultiPolygon":
      return coordinates.flat();
  }
}

describe("encodeTile", () => {
  it("writes what another reader reads back", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const layer = new VectorTile(new PbfReader(encodeTile("incidents", keys, rows))).layers[
          "incidents"
        ]!;
        expect([layer.version, layer.extent, layer.length]).toEqual([2, 4096, rows.length]);
        rows.forEach((r, i) => {
          const feature = layer.feature(i);
          const shape = r[keys.length] as TileGeometry;
          expect(feature.loadGeometry().map((part) => part.map((p) => [p.x, p.y]))).toEqual(
            partsOf(shape),
          );
          keys.forEach(({ name }, k) => {
            const value = r[k];
            if (value === null) expect(Object.hasOwn(feature.properties, name)).toBe(false);
            else expect(feature.properties[name]).toEqual(value === 0 ? expect.closeTo(0) : value);
          });
        });
      }),
      { seed: 20_260, numRuns: 300 },
    );
  });

  it("keeps characters of every plane", () => {
    const text = "\u{20BB7}野家 \u{2A6A5} \u{30000} \u{1F600} é 网";
    const bytes = encodeTile(text, [keys[0]!], [[text, { type: "Point", coordinates: [1, 1] }]]);
    expect(bytes.toString("utf8").split(text)).toHaveLength(3);
  });

  it("writes nothing for no rows", () => {
    expect(encodeTile("grids", keys, [])).toHaveLength(0);
  });
});
