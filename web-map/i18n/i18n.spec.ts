import { expect, test } from "vitest";
import { en } from "./en.js";
import { type Messages, zh } from "./zh.js";

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

test("both languages have the same keys, all said, with the same holes", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const key of Object.keys(zh) as (keyof Messages)[]) {
    expect(en[key], key).not.toBe("");
    expect(holes(en[key]), key).toEqual(holes(zh[key]));
  }
});
