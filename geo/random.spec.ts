import { describe, expect, it } from "vitest";
import { deriveSeed, monteCarlo, mulberry32, randomOf } from "./random.js";

const three = (draw: () => number) => [draw(), draw(), draw()];

describe("seeded random numbers", () => {
  // The demonstration county, groupings, conformance cases and hostile requests were made of these.
  it("are those that everything pinned was generated with", () => {
    expect(three(mulberry32(7))).toEqual([
      0.011704753153026104, 0.06195825757458806, 0.97690763277933,
    ]);
    expect(mulberry32(-3)()).toBe(0.5127934608608484);
    expect(mulberry32(2 ** 33 + 7)()).toBe(mulberry32(7)());
    expect([deriveSeed(1, 0), deriveSeed(1, 1), deriveSeed(-5, 3)]).toEqual([
      -1174161775, 1624800073, 1745977603,
    ]);
    const x = monteCarlo(7);
    expect([x.bits(), x.bits(), x.uniform(), x.below(100), x.normal()]).toEqual([
      210494603, 711084892, 0.9298532154569821, 39, 0.2845078599141273,
    ]);
    expect(x.shuffle([0, 1, 2, 3, 4, 5])).toEqual([5, 2, 3, 0, 1, 4]);
    const r = randomOf(7, "households");
    expect([r.next(), r.between(1, 2), r.integer(1, 6), r.pick(["a", "b", "c"])]).toEqual([
      0.6179877361282706,
      1.3596648112870753,
      4,
      "b",
    ]);
    expect([r.weighted([1, 2, 3]), r.gaussian(), r.exponential(2), r.chance(0.5)]).toEqual([
      1,
      -1.2134231795485424,
      2.4758761592726266,
      false,
    ]);
  });

  it("differ by stream, so that a change in one part leaves the others as they were", () => {
    expect(randomOf(7, "households").next()).not.toBe(randomOf(7, "cameras").next());
  });
});
