import fc from "fast-check";
import { expect, test } from "vitest";
import { placesOf } from "./figures.js";

const range = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 }))
  .map(([low, more]) => ({ range: { low, high: low + more } }));

test("a grid's places are told by whom it is surely above and below, and overlaps share them", () => {
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 25 }), (all) => {
      placesOf(all).forEach(([first, last], i) => {
        const own = all[i]!.range;
        expect(first).toBe(1 + all.filter((o) => o.range.low > own.high).length);
        expect(last).toBe(all.length - all.filter((o) => o.range.high < own.low).length);
      });
    }),
  );
});
