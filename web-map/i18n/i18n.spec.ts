import i18next from "i18next";
import { expect, test } from "vitest";
import { en } from "./en.js";
import { startI18n } from "./i18n.js";
import { ownWords } from "./own-words.js";
import { type Messages, zh } from "./zh.js";

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

test("both languages have the same keys, all said, with the same holes", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const key of Object.keys(zh) as (keyof Messages)[]) {
    expect(en[key], key).not.toBe("");
    expect(holes(en[key]), key).toEqual(holes(zh[key]));
  }
});

test("a room's words are there whether it is loaded before the page's start or after", async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: "" } } });
  ownWords("early", { hello: "早" }, { hello: "early" });
  await startI18n("zh");
  ownWords("late", { hello: "晚" }, { hello: "late" });
  expect([i18next.t("hello", { ns: "early" }), i18next.t("hello", { ns: "late" })]).toEqual([
    "早",
    "晚",
  ]);
});
