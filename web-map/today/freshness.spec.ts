import { expect, test } from "vitest";
import { freshnessOf } from "./freshness.js";

test("three minutes without an answer are late, fifteen are old; before the first nothing is", () => {
  const minute = 60_000;
  const read = Date.parse("2026-11-25T14:31:00+08:00");
  const after = (minutes: number) => freshnessOf(read, read + minutes * minute);
  expect([0, 3, 3.1, 15, 15.1].map(after)).toEqual(["fresh", "fresh", "late", "late", "old"]);
  expect(freshnessOf(null, read)).toBe("fresh");
});
