import type { Polygon } from "geojson";
import { expect, it } from "vitest";
import { TimesCounted } from "../../../schema/incident-stats.js";
import { CountBy } from "../../../schema/inputs.js";
import type { Filter } from "../../layers/filter.js";
import type { RowsTold } from "../../policy/rules.js";
import type { Counting } from "../stats.queries.js";
import { columnQuestion } from "./column-question.js";

const COUNTY = 510799;
const GRID = "0190c000-0000-7000-8000-000000000001";
const ZONES = [{ counties: [COUNTY], offsets: [{ from: -Infinity, seconds: 28_800 }] }];
const SQUARE: Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};
const WHOLE: RowsTold = { county: COUNTY, area: null, without: [] };

const counting = (filter: Filter, more: Partial<Counting> = {}): Counting => ({
  ...{ filter, spans: null, brushes: [], views: [CountBy.CATEGORY], gridsOn: null },
  ...{ times: TimesCounted.KNOWN, ...more },
});
const asked = (filter: Filter, more: Partial<Counting> = {}, told: RowsTold[] | null = [WHOLE]) =>
  columnQuestion(told, ZONES, counting(filter, more));

it.each<[string, Filter]>([
  ["nothing", {}],
  ["what is null", { text: null, ids: null, retired: false, area: null }],
  ["a window", { from: "2026-01-01T00:00:00.000Z", to: "2026-02-01T00:00:00+08:00" }],
  ["codes and levels", { categories: ["01", "0603"], statuses: ["CLOSED"], level: { min: 2 } }],
  ["times of the week", { hours: [23], weekdays: [7], clock: [{ from: "22:00", to: "06:00" }] }],
  ["a polygon", { area: { polygon: SQUARE } }],
  [
    "grids, villages and boxes",
    {
      or: [
        { area: { grids: [`${COUNTY}-${GRID}`] } },
        { area: { villages: ["510799001001"] } },
        { not: { area: { bbox: [104, 31, 105, 32] } } },
      ],
    },
  ],
])("columns are asked for %s", (_, filter) => {
  expect(asked(filter)).not.toBeNull();
});

it.each<[string, Filter]>([
  ["a text", { text: "盗" }],
  ["a circle", { area: { circle: { center: [104, 31], metres: 100 } } }],
  ["the retired", { retired: true }],
  ["a field that they do not hold", { numbers: ["x"] }],
  ["ticked rows", { except: [`${COUNTY}-${GRID}`] }],
  ["places left out", { notAt: [[104, 31]] }],
  ["what changed since", { changedSince: "2026-01-01T00:00:00.000Z" }],
  ["a key of Object.prototype", { toString: "x" } as never],
  ["moments finer than a millisecond", { from: "2026-01-01T00:00:00.0001Z" }],
  [
    "any of these inside of not",
    { not: { and: [{ or: [{ level: { min: 1 } }, { text: "盗" }] }] } },
  ],
])("only SQL is asked for %s, in a filter or a brush", (_, filter) => {
  expect(asked(filter)).toBeNull();
  expect(asked({}, { brushes: [{ by: CountBy.LEVEL, filter, spans: null }] })).toBeNull();
});

it("of grids of another day only SQL knows where a place lies, but no other view asks", () => {
  expect(asked({}, { gridsOn: "2026-01-01", views: [CountBy.VILLAGE] })).toBeNull();
  expect(asked({}, { gridsOn: "2026-01-01" })).not.toBeNull();
});

it("a policy that only SQL tells is SQL's; one of areas and codes is in the rows asked for", () => {
  expect(asked({}, {}, null)).toBeNull();
  const narrow = { county: COUNTY, area: { grids: [GRID], villages: ["v"] }, without: ["0201"] };
  expect(asked({}, {}, [narrow])!.rows).toEqual({
    is: "all",
    of: [
      {
        is: "any",
        of: [
          {
            is: "all",
            of: [
              { is: "counties", counties: [COUNTY] },
              {
                is: "any",
                of: [
                  { is: "grids", grids: [GRID] },
                  { is: "villages", villages: ["v"] },
                ],
              },
              {
                is: "not",
                of: { is: "coded", by: "category", codes: [], beginnings: ["0201"] },
              },
            ],
          },
        ],
      },
    ],
  });
});
