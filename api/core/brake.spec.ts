import { expect, it } from "vitest";
import { Brake } from "./brake.js";

it("a brake holds twice as long each time, a minute at most, and is forgotten after a quiet one", () => {
  let now = 0;
  const brake = new Brake(2_000, () => now);
  expect(brake.left("a")).toBe(0);
  const held = Array.from({ length: 7 }, () => {
    brake.strike("a");
    const left = brake.left("a");
    now += left;
    return left;
  });
  expect(held).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect([brake.left("a"), brake.left("b")]).toEqual([0, 0]);
  now += 60_001;
  brake.strike("a");
  expect(brake.left("a")).toBe(2_000);
});
