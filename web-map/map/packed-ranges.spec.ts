import all from "@fontsource/noto-sans-sc/unicode.json" with { type: "json" };
import { expect, it } from "vitest";
import { packRanges, unpackRanges } from "./packed-ranges.js";

it("gives back every letter of every slice of the font, in a third of the length", () => {
  const packed = packRanges(all);
  // The font's own table writes zeros in front and large letters.
  const plain = (of: object) =>
    JSON.stringify(of)
      .toLowerCase()
      .replaceAll(/(?<=u\+|-)0+(?=\w)/g, "");
  expect(plain(unpackRanges(packed))).toBe(plain(all));
  expect(packed.length).toBeLessThan(JSON.stringify(all).length / 2.5);
});

it("keeps a range that goes back, one of a single letter, and their order", () => {
  const ranges = { latin: "U+0-ff,U+100,U+20-21", "[4]": "U+4e00" };
  expect(unpackRanges(packRanges(ranges))).toEqual(ranges);
});
