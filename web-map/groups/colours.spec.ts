import { expect, test } from "vitest";
import { mulberry32 } from "../../geo/random.js";
import { coloursOf } from "./colours.js";

test("a group has another colour than the six whose centres are nearest", () => {
  const random = mulberry32(3);
  const groups = Array.from({ length: 120 }, (_, i) => ({
    ...{ id: `g${i}`, number: i + 1 },
    at: [107 + random() / 50, 29 + random() / 50] as const,
  }));
  const colours = coloursOf(groups);
  const same = groups.flatMap((a) => {
    const [nearest] = groups
      .filter((b) => b !== a)
      .sort((b, c) => distance(a.at, b.at) - distance(a.at, c.at));
    return colours.get(a.id) === colours.get(nearest!.id) ? [a.id] : [];
  });
  expect(same).toEqual([]);
});

const distance = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.hypot((a[0] - b[0]) * Math.cos((29 * Math.PI) / 180), a[1] - b[1]);
