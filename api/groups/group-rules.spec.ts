import { describe, expect, it } from "vitest";
import { type AskedRules, groupRulesOf } from "./group-rules.js";

const fieldOf = (asked: AskedRules): unknown => {
  try {
    groupRulesOf(asked);
  } catch (error) {
    const { extensions } = error as { extensions: Record<string, unknown> };
    expect(extensions["code"]).toBe("BAD_USER_INPUT");
    return extensions["field"];
  }
  return null;
};

describe("rules of a run that contradict themselves", () => {
  const CASES: [string, AskedRules, string | null][] = [
    ["low above high", { low: 12, high: 8 }, "low"],
    ["a target outside", { target: 20 }, "target"],
    ["a target below", { low: 8, high: 12, target: 7 }, "target"],
    ["groups of one", { low: 1 }, "low"],
    ["groups of a hundred", { high: 100 }, "high"],
    ["fewer responders than none", { minResponders: -1 }, "minResponders"],
    ["no walk at all", { radiusM: 0 }, "radiusM"],
    ["a walk that is no number", { radiusM: Number.NaN }, "radiusM"],
    ["a seed below zero", { seed: -1 }, "seed"],
    ["nothing said", {}, null],
    ["one bound alone, beyond the other's default", { low: 15 }, null],
    ["one bound alone, below the other's default", { high: 5 }, null],
  ];
  it.each(CASES)("%s", (_, asked, field) => {
    expect(fieldOf(asked)).toBe(field);
  });
});
