import { expect, it } from "vitest";
import { ComingAgain } from "./coming-again.js";

it("one who is refused comes again soon, a crowd later, and when it is gone soon again", () => {
  let now = 0;
  const coming = new ComingAgain(() => now);
  for (; now < 10_000; now += 10) coming.served();
  expect(coming.seconds()).toBeLessThanOrEqual(3);
  const crowd = Array.from({ length: 150 }, () => coming.seconds());
  expect(crowd.slice(0, 10).every((s) => s <= 3)).toBe(true);
  expect(crowd.slice(-50).every((s) => s >= 8 && s <= 10)).toBe(true);
  for (const until = now + 11_000; now < until; now += 10) coming.served();
  expect(coming.seconds()).toBeLessThanOrEqual(3);
});
