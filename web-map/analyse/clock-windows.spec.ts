import fc from "fast-check";
import { expect, test } from "vitest";
import {
  brushed,
  type ClockWindow,
  hoursOf,
  parseHours,
  toggled,
  windowsFromText,
  windowsToText,
} from "./clock-windows.js";

const window = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    from: fc.integer({ min: 0, max: 23 }),
    to: fc.integer({ min: 1, max: 24 }),
  })
  .map((w): ClockWindow => ({ ...w, days: w.days.toSorted() }));

test("Friday from 22 to 6 holds the small hours of Saturday, not those of Friday", () => {
  const hours = hoursOf([{ days: [5], from: 22, to: 6 }]);
  expect([...hours].sort((a, b) => a - b)).toEqual([118, 119, 120, 121, 122, 123, 124, 125]);
  expect(hours.has(4 * 24 + 3)).toBe(false);
});

test("the night of Sunday runs into Monday", () => {
  expect([...hoursOf([{ days: [7], from: 23, to: 1 }])]).toEqual([167, 0]);
});

test("windows hold together what any of them holds, each hour once", () => {
  fc.assert(
    fc.property(fc.array(window, { maxLength: 5 }), (windows) => {
      const one = new Set(windows.flatMap((w) => [...hoursOf([w])]));
      expect(new Set(hoursOf(windows))).toEqual(one);
    }),
  );
});

test("windows in the address are read back as they were", () => {
  fc.assert(
    fc.property(fc.array(window, { maxLength: 5 }), (windows) => {
      expect(windowsFromText(windowsToText(windows))).toEqual(windows);
    }),
  );
});

test("a link's bad windows are left out, the good ones stay", () => {
  expect(windowsFromText("8.1-2_5.25-3_5.22-0_5.22-6_x")).toEqual([{ days: [5], from: 22, to: 6 }]);
});

test("a brush in either direction spans the same, and past either edge it goes over midnight", () => {
  const whole = { days: [1, 2, 3], from: 8, to: 12 };
  expect(brushed({ day: 1, hour: 8 }, { day: 3, hour: 11 })).toEqual(whole);
  expect(brushed({ day: 3, hour: 11 }, { day: 1, hour: 8 })).toEqual(whole);
  // From 5 to the left, over midnight to 22: of the evening before.
  expect(brushed({ day: 6, hour: 5 }, { day: 6, hour: -2 })).toEqual({
    days: [5],
    from: 22,
    to: 6,
  });
  expect(brushed({ day: 1, hour: 5 }, { day: 1, hour: -2 })).toEqual({
    days: [7],
    from: 22,
    to: 6,
  });
  expect(brushed({ day: 5, hour: 22 }, { day: 5, hour: 29 })).toEqual({
    days: [5],
    from: 22,
    to: 6,
  });
});

test("a brush holds exactly the cells it went over", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: -23, max: 23 }),
      (day, hour, by) => {
        const cells = Array.from({ length: Math.abs(by) + 1 }, (_, i) => {
          const at = (day - 1) * 24 + hour + Math.sign(by) * i;
          return (at + 168) % 168;
        });
        const hours = hoursOf([brushed({ day, hour }, { day, hour: hour + by })]);
        expect([...hours].sort((a, b) => a - b)).toEqual(cells.sort((a, b) => a - b));
      },
    ),
  );
});

test("the same window again takes it away", () => {
  const night = { days: [5, 6], from: 22, to: 6 };
  const noon = { days: [1], from: 12, to: 14 };
  expect(toggled(toggled([noon], night), { ...night })).toEqual([noon]);
});

test.each([
  ["22-6", { from: 22, to: 6 }],
  ["22–06", { from: 22, to: 6 }],
  ["22:00 - 06:00", { from: 22, to: 6 }],
  ["22点到6点", { from: 22, to: 6 }],
  ["18至24", { from: 18, to: 24 }],
  ["18-0", { from: 18, to: 24 }],
  ["24-6", { from: 0, to: 6 }],
  ["25-6", null],
  ["6", null],
  ["evening", null],
])("hours typed as %s", (text, hours) => {
  expect(parseHours(text)).toEqual(hours);
});
