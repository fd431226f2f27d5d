import { expect, test } from "vitest";
import type { FieldInfo } from "../layers/layer-names.js";
import { layer } from "../session/in-session.fixture.js";
import { moved, shownColumns, unsortable, usualColumns, widthOf } from "./columns.js";

const field = (name: string, type: FieldInfo["type"], more: object = {}) => ({
  name,
  type,
  of: null,
  required: false,
  access: "clear",
  scale: [],
  multiline: false,
  ...more,
});

const incidents = layer("INCIDENTS", "事件", {
  category: "category",
  fields: [
    field("number", "text"),
    field("title", "text", { required: true }),
    field("category", "code", { required: true }),
    field("rework", "integer"),
    field("duplicateOfId", "reference", { of: "incidents" }),
    field("gridId", "reference", { of: "grids" }),
    field("description", "text", { multiline: true }),
    field("secret", "text", { access: "hidden" }),
  ],
});

test("what a thing is called stands first, its number last, long texts nowhere", () => {
  const { shown } = usualColumns(incidents);
  expect(shown).toEqual(["title", "category", "gridId", "rework", "duplicateOfId", "number"]);
});

test("a column of codes is as wide as its longest words, within bounds, or as somebody drew it", () => {
  const usual = { shown: [], widths: {} };
  const category = field("category", "code") as object as FieldInfo;
  const wide = (words: string[]) => widthOf(category, usual, words);
  expect(wide(["纠纷"])).toBe(wide([]));
  expect(wide(["Help", "Consumer dispute"])).toBe(46 + 16 * 7);
  expect(wide(["邻里纠纷与物业纠纷"])).toBe(46 + 9 * 13);
  expect(wide(["x".repeat(200)])).toBe(184);
  const drawn = { shown: [], widths: { category: 70 } };
  expect(widthOf(category, drawn, ["Consumer dispute"])).toBe(70);
});

test("columns that somebody chose and may see no longer are left out", () => {
  const choice = { shown: ["number", "secret", "gone", "title"], widths: {} };
  expect(shownColumns(incidents, choice).map((f) => f.name)).toEqual(["number", "title"]);
});

test("a column that cannot be sorted by says why; a purpose opens what is masked", () => {
  const why = (f: object, hasPurpose = false) => unsortable(f as FieldInfo, hasPurpose);
  expect(why(field("title", "text"))).toBeNull();
  expect(why(field("gridId", "reference"))).toBe("sortReference");
  expect(why(field("signPosted", "boolean"))).toBe("sortBoolean");
  expect(why(field("phone", "text", { access: "masked" }), true)).toBe("sortMasked");
  const head = field("headName", "text", { access: "onPurpose" });
  expect([why(head), why(head, true)]).toEqual(["sortMasked", null]);
});

test("a column moves to a place and stays within the others", () => {
  expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "a", 9)).toEqual(["b", "c", "a"]);
});
