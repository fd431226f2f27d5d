import fc from "fast-check";
import { expect, test } from "vitest";
import { EXPLORE_VIEW } from "../explore/explore-view.js";
import { layer } from "../session/in-session.fixture.js";
import { initialState, ownParams, stateToHash } from "../state/view-state.js";
import { type ColumnFilter, filterInput, isEmpty, knownFilters } from "./column-filter.js";

const day = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const amount = fc.option(fc.integer({ min: -9999, max: 9999 }).map((n) => n / 4));
/** Codes, ids and typed values: whatever they hold, they are not written like the other kinds. */
const value = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => /^[^~.!]+$/.test(text));
const filter: fc.Arbitrary<ColumnFilter> = fc
  .oneof(
    fc.record({ by: fc.constant("text" as const), text: fc.string().map((t) => t.trim()) }),
    fc.record({ by: fc.constant("values" as const), values: fc.array(value, { maxLength: 4 }) }),
    fc.record({ by: fc.constant("range" as const), min: amount, max: amount }),
    fc.record({ by: fc.constant("days" as const), from: fc.option(day), to: fc.option(day) }),
    fc.record({ by: fc.constant("is" as const), value: fc.boolean() }),
  )
  .filter((one) => !isEmpty(one));

test("a link brings the filters and the order of a table back, whatever was typed", () => {
  const filters = fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z]{0,12}$/), filter, { maxKeys: 4 });
  const order = fc.option(
    fc.record({ field: fc.stringMatching(/^[a-z][A-Za-z]{0,12}$/), descending: fc.boolean() }),
  );
  fc.assert(
    fc.property(filters, order, (where, order) => {
      const hash = stateToHash(
        initialState("zh"),
        EXPLORE_VIEW.write({ table: "grids", where, order }),
      );
      const own = ownParams(hash);
      expect(EXPLORE_VIEW.read((key) => own[key] ?? null)).toEqual({
        table: "grids",
        where,
        order,
      });
    }),
    { seed: 21, numRuns: 300 },
  );
});

test("the last day of a range is in it, though the service ends before a day", () => {
  expect(filterInput({ filedOn: { by: "days", from: "2026-01-01", to: "2026-02-28" } })).toEqual({
    filedOn: { from: "2026-01-01", before: "2026-03-01" },
  });
  expect(filterInput({ level: { by: "range", min: 2, max: null } })).toEqual({
    level: { min: 2 },
  });
});

test("a link asks nothing that its reader may not: masked, unknown, of another kind", () => {
  const field = (name: string, type: string, access: string) => ({ name, type, access });
  const cameras = layer("CAMERAS", "视频点位", {
    fields: [
      field("name", "text", "clear"),
      field("kind", "code", "clear"),
      field("headName", "text", "onPurpose"),
    ],
    filters: [
      { key: "text", fields: ["name"] },
      { key: "categories", fields: ["kind"] },
      { key: "headNames", fields: ["headName"] },
    ],
  });
  const asked = {
    text: { by: "text", text: "东" },
    categories: { by: "range", min: 1, max: 2 },
    headNames: { by: "values", values: ["王"] },
    nowhere: { by: "is", value: true },
  } as const;
  expect(Object.keys(knownFilters(cameras, asked, false))).toEqual(["text"]);
  expect(Object.keys(knownFilters(cameras, asked, true))).toEqual(["text", "headNames"]);
});
