import fc from "fast-check";
import { expect, test } from "vitest";
import { partsOf } from "../../geo/geometry.js";
import { EXPLORE_VIEW } from "../explore/explore-view.js";
import { LOG_VIEW, NO_FILTER } from "../log/log-view.js";
import { type Area, areaInput, areaPolygon, destination, metresBetween } from "./area.js";
import { areaFromText, areaToText } from "./area-text.js";
import { parseDay, periodOf, type TimeRange } from "./time-range.js";
import {
  initialState,
  ownParams,
  stateFromHash,
  stateToHash,
  type ViewState,
} from "./view-state.js";

const micro = (min: number, max: number) =>
  fc.integer({ min: min * 1e6, max: max * 1e6 }).map((n) => n / 1e6);
const point = fc.tuple(micro(-180, 180), micro(-85, 85));
const id = fc
  .tuple(fc.integer({ min: 100_000, max: 999_999 }), fc.uuid())
  .map(([county, uuid]) => `${county}-${uuid}`);
const ring = fc.array(point, { minLength: 3, maxLength: 40 }).map((open) => [...open, open[0]!]);
const day = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const area: fc.Arbitrary<Area> = fc.oneof(
  // With holes and further parts; many are too long for a link.
  fc
    .array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    .map((parts): Area => ({ kind: "polygon", parts })),
  fc
    .array(fc.stringMatching(/^[\d,_:%~ 村]{1,12}$/), { minLength: 1, maxLength: 3 })
    .map((codes): Area => ({ kind: "villages", codes })),
  id.map((saved): Area => ({ kind: "saved", id: saved })),
  fc
    .tuple(micro(-180, 0), micro(-85, 0), micro(1, 180), micro(1, 85))
    .map((bounds): Area => ({ kind: "bbox", bounds })),
  fc.record({
    kind: fc.constant("circle" as const),
    center: point,
    metres: fc.integer({ min: 1, max: 2_000_000 }).map((n) => n / 10),
  }),
  fc.array(id, { minLength: 1, maxLength: 9 }).map((ids): Area => ({ kind: "grids", ids })),
);
const time: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.constant<TimeRange>({ kind: "all" }),
  fc.integer({ min: 1, max: 99_999 }).map((hours): TimeRange => ({ kind: "last", hours })),
  fc.tuple(day, fc.option(day)).map(([from, to]): TimeRange => ({ kind: "days", from, to })),
);
const word = fc.constantFrom(
  "incidents",
  "grids",
  "01",
  "personal robbery",
  "盗窃/入室",
  "streets",
);
const state: fc.Arbitrary<ViewState> = fc.record({
  language: fc.constantFrom("zh", "en"),
  camera: fc.option(
    fc.record({
      zoom: fc.integer({ min: 0, max: 2200 }).map((n) => n / 100),
      lng: micro(-180, 180),
      lat: micro(-85, 85),
    }),
  ),
  layers: fc.option(fc.uniqueArray(word)),
  categories: fc.option(fc.uniqueArray(word)),
  area: fc.option(area),
  time,
  selection: fc.option(fc.record({ layer: fc.constantFrom("incidents", "grids"), id })),
});

test("a link opens the view it was made from", () => {
  fc.assert(
    fc.property(state, (s) => {
      expect(stateFromHash(stateToHash(s), initialState("zh"))).toEqual(s);
    }),
    { seed: 11, numRuns: 500 },
  );
});

test("words that a workspace keeps come back whatever they hold", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (purpose) => {
      const view = { ...NO_FILTER, purpose, from: "2026-01-31" };
      const own = ownParams(stateToHash(initialState("zh"), LOG_VIEW.write(view)));
      expect(LOG_VIEW.read((key) => own[key] ?? null)).toEqual(view);
    }),
    { seed: 15, numRuns: 300 },
  );
});

test("what a workspace keeps stands beside it, and neither reads the other's", () => {
  fc.assert(
    fc.property(state, fc.option(word), (s, table) => {
      const hash = stateToHash(s, EXPLORE_VIEW.write({ table, where: {}, order: null }));
      const own = ownParams(hash);
      expect(EXPLORE_VIEW.read((key) => own[key] ?? null)).toEqual({
        table,
        where: {},
        order: null,
      });
      expect(Object.keys(own)).toEqual(table ? ["table"] : []);
      expect(stateFromHash(hash, initialState("zh"))).toEqual(s);
    }),
    { seed: 14, numRuns: 200 },
  );
});

test("any text after the # opens some view", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 80 }),
      fc.constantFrom("map=", "area=", "area=polygon:", "time=", "at=", "%"),
      (text, key) => {
        const read = stateFromHash(`#${key}${text}`, initialState("en"));
        expect(stateFromHash(stateToHash(read), initialState("zh"))).toEqual(read);
      },
    ),
    { seed: 12, numRuns: 500 },
  );
  expect(areaFromText("circle:107,29,-5")).toBeNull();
  expect(areaFromText("bbox:10,10,5,20")).toBeNull();
});

test("a circle's outline is its radius away from its centre", () => {
  fc.assert(
    fc.property(
      fc.tuple(micro(-179, 179), micro(-70, 70)),
      fc.integer({ min: 5, max: 50_000 }),
      (center, metres) => {
        for (const p of partsOf(areaPolygon({ kind: "circle", center, metres })!)[0]![0]!)
          expect(metresBetween(center, p)).toBeCloseTo(metres, 3);
        expect(metresBetween(center, destination(center, metres, 1))).toBeCloseTo(metres, 3);
      },
    ),
    { seed: 13, numRuns: 50 },
  );
  expect(
    areaInput({
      kind: "polygon",
      parts: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
    }),
  ).toEqual({
    polygon: {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  });
});

test.each([
  ["2026-03-01", "2026-03-01"],
  ["2026/3/1", "2026-03-01"],
  ["20260301", "2026-03-01"],
  ["2026年3月1日", "2026-03-01"],
  ["3月1日", "2026-03-01"],
  ["3/1", "2026-03-01"],
  ["1 Mar 2026", "2026-03-01"],
  ["1 march", "2026-03-01"],
  ["today", "2026-11-23"],
  ["昨天", "2026-11-22"],
  ["3天前", "2026-11-20"],
  ["2 days ago", "2026-11-21"],
  ["12月25日", "2025-12-25"],
  ["2026-02-30", null],
  ["", null],
  ["soon", null],
  ["13/45", null],
])("typed day %s is %s", (text, expected) => {
  expect(parseDay(text, "2026-11-23")).toBe(expected);
});

test("days are asked as moments: the last one is included", () => {
  expect(periodOf({ kind: "days", from: "2026-03-01", to: "2026-03-02" }, "Asia/Shanghai")).toEqual(
    { from: "2026-02-28T16:00:00Z", to: "2026-03-02T16:00:00Z" },
  );
  expect(
    periodOf({ kind: "last", hours: 24 }, "UTC", new Date("2026-03-02T10:00:30.500Z")),
  ).toEqual({ from: "2026-03-01T10:00:00Z" });
});

test("a link of before opens; one too long for a chat says where its area is kept", () => {
  expect(areaFromText("polygon:107.1,29.1_107.2,29.1_107.2,29.2")).toEqual({
    kind: "polygon",
    parts: [
      [
        [
          [107.1, 29.1],
          [107.2, 29.1],
          [107.2, 29.2],
          [107.1, 29.1],
        ],
      ],
    ],
  });
  const corners = Array.from({ length: 300 }, (_, i) => [107 + i / 1e4, 29 + (i % 7) / 1e3]);
  const long: Area = { kind: "polygon", parts: [[[...corners, corners[0]!]]] };
  const text = areaToText(long);
  expect(text.length).toBeLessThan(40);
  expect(areaFromText(text)).toEqual(long);
  expect(areaFromText("kept:elsewhere")).toBeNull();
});
