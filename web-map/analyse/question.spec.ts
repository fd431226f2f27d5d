import fc from "fast-check";
import { expect, test } from "vitest";
import type { Area } from "../state/area.js";
import { initialState } from "../state/view-state.js";
import type { Against } from "./against.js";
import {
  ANALYSE_VIEW,
  type AnalyseView,
  around,
  before,
  CELLS,
  daysOf,
  HOT_AREAS,
  lastBrush,
  longOf,
  MAPS,
  NO_VIEW,
  type Question,
  questionOf,
  RADII,
  STATISTICS,
  TIMES,
  toggledKind,
  topsOf,
  without,
} from "./question.js";
import { questionFromText, questionToText } from "./question-text.js";

const TODAY = "2026-11-25";
const id = fc
  .tuple(fc.integer({ min: 100_000, max: 999_999 }), fc.uuid())
  .map(([county, uuid]) => `${county}-${uuid}`);
const view: fc.Arbitrary<AnalyseView> = fc.record({
  kinds: fc.option(
    fc.uniqueArray(fc.stringMatching(/^\d{2}(\d{2})?$/), { minLength: 1, maxLength: 9 }),
  ),
  levels: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
  sources: fc.uniqueArray(fc.stringMatching(/^\d{2}$/)),
  clock: fc.array(
    fc.record({
      days: fc
        .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
        .map((days) => days.toSorted()),
      from: fc.integer({ min: 0, max: 23 }),
      to: fc.integer({ min: 1, max: 24 }),
    }),
    { maxLength: 4 },
  ),
  times: fc.constantFrom(...TIMES),
  statistic: fc.option(fc.constantFrom(...STATISTICS)),
  grids: fc.uniqueArray(id, { maxLength: 5 }),
  gridsOn: fc.option(fc.constant("2026-03-01")),
  against: fc.constantFrom<Against>("PRECEDING", "LAST_YEAR", {
    ...{ from: "2025-02-01", to: "2025-02-28" },
  }),
  beside: fc.uniqueArray(
    fc.oneof(
      id.map((saved): Area => ({ kind: "saved", id: saved })),
      fc.constant<Area>({ kind: "villages", codes: ["5107|99", "村"] }),
      fc.constant<Area>({ kind: "circle", center: [107.1, 29.5], metres: 300 }),
    ),
    { maxLength: 4, selector: (area) => JSON.stringify(area) },
  ),
  isWithoutDefaults: fc.boolean(),
  map: fc.constantFrom(...MAPS),
  cell: fc.option(fc.constantFrom<number>(...CELLS)),
  hotAreas: fc.option(fc.constantFrom(...HOT_AREAS)),
  radius: fc.option(fc.constantFrom<number>(...RADII)),
  saved: fc.option(id),
});

test("a question in the address is read back as it was", () => {
  fc.assert(
    fc.property(view, (one) => {
      const params = ANALYSE_VIEW.write(one);
      expect(ANALYSE_VIEW.read((key) => params[key] ?? null)).toEqual(one);
    }),
  );
});

test("a question that is kept as a text is read back with its whole area, however long", () => {
  const open = Array.from({ length: 400 }, (_, i) => [107 + i / 1e4, 29]);
  const parts = [[[...open, [107, 29]]]];
  const area = { kind: "polygon" as const, parts };
  fc.assert(
    fc.property(view, (own) => {
      const time = { kind: "days" as const, from: "2026-01-01", to: "2026-02-01" };
      const asked = questionOf(own, { area, time, categories: topsOf(own.kinds) }, TODAY);
      const { days: _, saved: _saved, ...kept } = asked;
      expect(questionFromText(questionToText(asked))).toEqual({ ...kept, saved: null });
    }),
    { numRuns: 30 },
  );
});

test("what a link says wrongly stays as usual", () => {
  const bad: Record<string, string> = {
    ...{
      kinds: ",<b>",
      levels: "9",
      times: "never",
      clock: "9.1-2",
      cell: "7",
      gridsOn: "2026-02-99",
    },
    ...{ grids: "none", question: "1", show: "globe", defaults: "maybe", sources: "'" },
  };
  expect(ANALYSE_VIEW.read((key) => bad[key] ?? null)).toEqual(NO_VIEW);
});

test("the usual thirty days are four whole weeks that end yesterday", () => {
  const days = daysOf(initialState("zh").time, TODAY);
  expect(days).toEqual({ from: "2026-10-28", to: "2026-11-24" });
  expect(before(days)).toEqual({ from: "2026-09-30", to: "2026-10-27" });
});

test.each([
  [24, "2026-11-24", "2026-11-24"],
  [72, "2026-11-22", "2026-11-24"],
  [24 * 7, "2026-11-18", "2026-11-24"],
  [24 * 365, "2025-11-26", "2026-11-24"],
])("the last %i hours are whole days", (hours, from, to) => {
  expect(daysOf({ kind: "last", hours }, TODAY)).toEqual({ from, to });
});

test("days without a beginning have one, and days in the wrong order are turned", () => {
  expect(daysOf({ kind: "all" }, TODAY)).toEqual({ from: "2025-11-26", to: "2026-11-24" });
  const turned = daysOf({ kind: "days", from: "2026-03-09", to: "2026-03-01" }, TODAY);
  expect(turned).toEqual({ from: "2026-03-01", to: "2026-03-09" });
});

test("the histogram holds the window, what it is compared with, and never more than three years", () => {
  const day = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2026-11-25"), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, (a, b) => {
      const days = a <= b ? { from: a, to: b } : { from: b, to: a };
      const shown = around(days, TODAY);
      expect(shown.from <= days.from && shown.to >= days.to && shown.to <= TODAY).toBe(true);
      if (longOf(days) < 365) expect(shown.from <= before(days).from).toBe(true);
      expect(longOf(shown)).toBeLessThanOrEqual(Math.max(1096, longOf(days)) + 2 * longOf(days));
    }),
  );
});

const ask = (own: Partial<AnalyseView>, shared: object = {}): Question =>
  questionOf({ ...NO_VIEW, ...own }, { ...initialState("zh"), ...shared }, TODAY);

test("finer categories hold until another workspace narrows to others", () => {
  expect(ask({ kinds: ["0102"] }, { categories: ["01"] }).kinds).toEqual(["0102"]);
  expect(ask({ kinds: ["0102"] }, { categories: ["02"] }).kinds).toEqual(["02"]);
  expect(ask({ kinds: ["0102"] }).kinds).toBeNull();
});

test("Backspace takes the brush that was made last, whichever stands", () => {
  const first = ask({});
  const second = ask({ clock: [{ days: [5], from: 22, to: 6 }] });
  const third = ask({ ...second, levels: [1] });
  expect(lastBrush([first, second], third)).toBe("levels");
  const fourth = { ...third, ...without("levels") } as Question;
  expect(lastBrush([first, second, third], fourth)).toBe("clock");
  expect(lastBrush([], fourth)).toBe("clock");
  expect(lastBrush([], first)).toBeNull();
});

test("a category that is taken takes what lies below it, and none is all", () => {
  expect(toggledKind(null, "01")).toEqual(["01"]);
  expect(toggledKind(["0102", "02"], "01")).toEqual(["02", "01"]);
  expect(toggledKind(["01"], "0102")).toEqual(["0102"]);
  expect(toggledKind(["01"], "01")).toBeNull();
});
