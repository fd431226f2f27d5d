import fc from "fast-check";
import { expect, it } from "vitest";
import { sharedRanks } from "./shared-ranks.js";

it("those whose intervals touch share places, others stand in one order", () => {
  expect(
    sharedRanks([
      { low: 8, high: 12 },
      { low: 5, high: 8 },
      { low: 0, high: 4 },
      { low: 5, high: 5 },
    ]),
  ).toEqual([
    { first: 1, last: 2, of: 4 },
    { first: 1, last: 3, of: 4 },
    { first: 4, last: 4, of: 4 },
    { first: 2, last: 3, of: 4 },
  ]);
});

it("a place is what counting all others one by one makes it", () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
    .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 30 }), (all) => {
      sharedRanks(all).forEach(({ first, last }, i) => {
        expect(first).toBe(1 + all.filter((o) => o.low > all[i]!.high).length);
        expect(last).toBe(all.length - all.filter((o) => o.high < all[i]!.low).length);
      });
    }),
    { seed: 5 },
  );
});
