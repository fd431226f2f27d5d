import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layerOf } from "../../schema/layers/index.js";
import { guardFormula, wktOf } from "../export/write-csv.js";
import { CodeBook, coerceValue } from "./coerce-value.js";
import { LocalClock } from "./local-clock.js";
import { parseDay, parseTime } from "./parse-time.js";
import { parseWkt } from "./parse-wkt.js";
import { isSpecialCategory } from "./special-category.js";

const SEED = { seed: 20261123 };

describe("local clocks", () => {
  const newYork = new LocalClock("America/New_York");
  const at = (text: string, clock = newYork) => parseTime(text, clock);

  it("reads a skipped time with the offset before it, and the first of two alike (RFC 5545)", () => {
    expect(at("2014-03-09T02:30")).toMatchObject({
      at: Date.parse("2014-03-09T07:30:00Z"),
      clock: "gap",
    });
    expect(at("2014-11-02T01:30")).toMatchObject({
      at: Date.parse("2014-11-02T05:30:00Z"),
      later: Date.parse("2014-11-02T06:30:00Z"),
      clock: "fold",
    });
    expect(at("2014-11-02T01:30-05:00")).toMatchObject({
      at: Date.parse("2014-11-02T06:30:00Z"),
      clock: "plain",
    });
  });

  it("gives back, for any moment and zone, the clock time that the platform shows (oracle: Intl)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.constantFrom(
          "America/New_York",
          "Asia/Shanghai",
          "Europe/Berlin",
          "Australia/Lord_Howe",
          "UTC",
        ),
        (second, timeZone) => {
          const clock = new LocalClock(timeZone);
          const text = new Intl.DateTimeFormat("sv-SE", {
            timeZone,
            dateStyle: "short",
            timeStyle: "medium",
          }).format(second * 1000);
          const read = parseTime(text, clock);
          return (
            read?.kind === "moment" &&
            read.clock !== "gap" &&
            (read.at === second * 1000 || read.later === second * 1000)
          );
        },
      ),
      { ...SEED, numRuns: 200 },
    );
  });

  it("takes a day alone as the interval of that day, 23 hours long when clocks go forward", () => {
    const day = at("2014-03-09");
    expect(day?.kind === "day" && (day.until - day.from) / 3_600_000).toBe(23);
  });
});

it("reads days in the ways people write them, and no text with something beside it", () => {
  for (const text of [
    "2024-03-27",
    "20240327",
    "2024/3/27",
    "27.03.2024",
    "27.3.2024",
    "2024年3月27日",
  ])
    expect(parseDay(text)).toBe("2024-03-27");
  for (const text of [
    "Zeit. 27.03.2024",
    "27.03.24",
    "27.03.2024 bis 28.03.2024",
    "2024-02-30",
    "03/27/2024",
    "Samstag",
    "20241301",
  ])
    expect(parseDay(text)).toBeNull();
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

it("guards every text against formulas, and takes the guard away again", () => {
  const title = layerOf("incidents").fields.find((f) => f.name === "title")!;
  const reading = {
    clock: new LocalClock("UTC"),
    codes: new CodeBook([]),
    profile: "free" as const,
    isCsv: true,
  };
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.stringMatching(/^'{0,3}[=+\-@\t\r].{0,10}$/),
      ),
      (text) => {
        const plain = text.trim();
        if (plain === "" || plain.includes("\u0000")) return true;
        const guarded = guardFormula(plain);
        const read = coerceValue(title, guarded, reading);
        return !/^[=+\-@\t\r]/.test(guarded) && "value" in read && read.value === plain;
      },
    ),
    { ...SEED, numRuns: 300 },
  );
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
  expect(parseWkt("SRID=4326;POINT Z (113.5 28.1 7)")).toEqual({
    type: "Point",
    coordinates: [113.5, 28.1],
  });
  for (const text of ["POINT", "POINT ()", "CIRCLE (1 2)", "POLYGON (1 2)", "POINT (1 2) drop", ""])
    expect(parseWkt(text), text).toBeNull();
});
