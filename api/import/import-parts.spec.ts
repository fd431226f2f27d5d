import { parse as parseCsv } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CodeProfile } from "../../geo/codes.js";
import { LocalClock } from "../../geo/time/local-clock.js";
import { layerOf } from "../../schema/layers/index.js";
import { guardFormula } from "../export/formula-guard.js";
import { csvWriter, wktOf } from "../export/write-csv.js";
import { villageImport } from "../villages/villages.import.js";
import { CodeBook, coerceValue } from "./coerce-value.js";
import { parseWkt, sridOf } from "./parse-wkt.js";
import { isSpecialCategory } from "./special-category.js";

const SEED = { seed: 20261123 };

it("a village's code tells its township, where codes follow the standard and no file says it", () => {
  const filled = (profile: CodeProfile, values: Record<string, unknown>) => {
    villageImport.fill(values, { row: 7, profile, nameOf: () => undefined });
    return values["township_code"];
  };
  expect(filled("cn", { code: "510799101203" })).toBe("510799101");
  expect(filled("cn", { code: "510799101203", township_code: "510799999" })).toBe("510799999");
  expect(filled("cn", {})).toBeNull();
  expect(filled("free", { code: "510799101203" })).toBeUndefined();
});

it("knows columns of special population groups, and no others", () => {
  for (const name of [
    "刑满释放",
    "是否社区矫正人员",
    "精神障碍",
    "吸毒人员",
    "艾滋病",
    "宗教信仰",
    "民族",
    "religion",
    "Ethnic Group",
    "criminalRecord",
    "HIV",
    "mental_health",
  ])
    expect(isSpecialCategory(name), name).toBe(true);
  for (const name of [
    "name",
    "trace",
    "brace",
    "terrace",
    "aid",
    "户主",
    "地址",
    "osm_id",
    "building",
    "crime",
    "kind",
    "graceful",
    "type",
  ])
    expect(isSpecialCategory(name), name).toBe(false);
});

/** Cells as a spreadsheet finds them: read as RFC 4180 says, whatever the reader of ours does. */
const cellsOf = (csv: string): string[][] =>
  parseCsv(csv, { bom: true, relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
const RUN = /^(?:[\t\r]|[\s\u00A0\u200B-\u200F\uFEFF\u2060\u00AD]*[=+\-@＝＋－＠])/;

describe("CSV of texts that a spreadsheet would run", () => {
  const title = layerOf("incidents").fields.find((f) => f.name === "title")!;
  const reading = {
    clock: new LocalClock("UTC"),
    codes: new CodeBook([]),
    profile: "free" as const,
    isCsv: true,
  };
  const rowOf = (text: string) =>
    csvWriter(["title"], "point").row(
      { id: "1", properties: { title: text }, geometry: { type: "Point", coordinates: [-1, 2] } },
      0,
    );

  it("a line feed inside a text begins no line, and a formula behind it none either", () => {
    const line = rowOf("x\n=cmd|' /C calc'!A0");
    expect(cellsOf(line)).toEqual([["1", "x\n=cmd|' /C calc'!A0", "-1", "2", "POINT (-1 2)"]]);
    for (const start of ["", " ", "\u00A0", "\u200B", "\uFEFF", "\n", "\r", "\t", "'", "''"])
      for (const sign of ["=1+1", "+86", "-5°C", "@me", "＝1+1", "＋1", "－1", "＠x"])
        expect(cellsOf(rowOf(start + sign))[0]![1], JSON.stringify(start + sign)).toMatch(/^'/);
    expect(cellsOf(rowOf("5-7 号"))[0]![1]).toBe("5-7 号");
    expect(cellsOf(rowOf("'plain'"))[0]![1]).toBe("'plain'");
  });

  it("guards any text, and takes the guard away again", () => {
    const odd = fc.constantFrom(..."=+-@＝＋－＠'\t\r\n ;,|\"\u00A0\u200B\uFEFFab1");
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.array(odd, { minLength: 1, maxLength: 8 }).map((c) => c.join("")),
    );
    fc.assert(
      fc.property(text, (any) => {
        const plain = any.trim();
        if (plain === "" || plain.includes("\u0000")) return;
        const records = cellsOf(rowOf(plain));
        expect(records).toHaveLength(1);
        expect(records[0]![1]).not.toMatch(RUN);
        expect(coerceValue(title, records[0]![1], reading)).toEqual({ value: plain });
        // What begins with a space was written so by a program: it comes back as it was.
        const spaced = guardFormula(` =${plain}`);
        expect(coerceValue(title, spaced, reading)).toEqual({ value: ` =${plain}` });
      }),
      { ...SEED, numRuns: 500 },
    );
  });
});

it("writes and reads well-known text without loss", () => {
  const position = fc.tuple(
    fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((v) => v / 1e7 + 0),
    fc.integer({ min: -900_000_000, max: 900_000_000 }).map((v) => v / 1e7 + 0),
  );
  const line = fc.array(position, { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.oneof(
        position.map((coordinates) => ({ type: "Point" as const, coordinates })),
        line.map((coordinates) => ({ type: "LineString" as const, coordinates })),
        fc
          .array(line, { minLength: 1, maxLength: 3 })
          .map((coordinates) => ({ type: "MultiLineString" as const, coordinates })),
        fc
          .array(fc.array(line, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
          .map((coordinates) => ({ type: "MultiPolygon" as const, coordinates })),
      ),
      (g) => {
        expect(parseWkt(wktOf(g))).toEqual(JSON.parse(JSON.stringify(g)));
      },
    ),
    { ...SEED, numRuns: 200 },
  );
  for (const spelling of ["POINT Z (", "PointZ(", "POINTZM (", "point m(", "Point25D (", "POINT("])
    expect(parseWkt(`SRID=4326;${spelling}113.5 28.1 7 9)`), spelling).toEqual({
      type: "Point",
      coordinates: [113.5, 28.1],
    });
  for (const [text, type] of [
    ["MultiPolygonZ (((0 0 5,1 0 5,1 1 5,0 0 5)))", "MultiPolygon"],
    ["LineStringZM(0 0 1 2,1 1 1 2)", "LineString"],
    ["MULTIPOINT Z ((0 0 1),(1 1 1))", "MultiPoint"],
  ] as const)
    expect(parseWkt(text)?.type, text).toBe(type);
  expect(sridOf(" srid = 4549 ; POINT (1 2)")).toBe("4549");
  for (const text of [
    "POINT",
    "POINT ()",
    "POINT EMPTY",
    "CIRCLE (1 2)",
    "POLYGON (1 2)",
    "POINTZZ (1 2 3)",
    "POINT (1 2) drop",
    "",
  ])
    expect(parseWkt(text), text).toBeNull();
});
