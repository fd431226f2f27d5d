// @vitest-environment happy-dom
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { startI18n } from "./i18n.js";
import { zh } from "./zh.js";

const ROOT = path.resolve("web-map");
const said = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("i18n/") && !name.includes(".spec."))
  .map((name) => readFileSync(path.join(ROOT, name), "utf8"))
  .join("\n");

/** Keys put together from a name of the contract: `role${role}`, and actions of a history. */
const COMPOSED = /^role[A-Z0-9]+$|^[A-Z]+$/;
/** The drawn area's size and invitation are on their way. */
const COMING = ["areaDraw", "areaSize"];

const workspaces = readdirSync(ROOT).filter((name) =>
  existsSync(path.join(ROOT, name, "words.ts")),
);

test.each(workspaces)(
  "the words of %s are said in it, in both languages with the same holes",
  async (name) => {
    await startI18n("zh");
    const { zh: own, en } = (await import(`../${name}/words.ts`)) as Record<
      "zh" | "en",
      Record<string, string>
    >;
    const text = readdirSync(path.join(ROOT, name))
      .filter((file) => /\.tsx?$/.test(file) && file !== "words.ts")
      .map((file) => readFileSync(path.join(ROOT, name, file), "utf8"))
      .join("\n");
    const holes = (words: string) => [...words.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
    expect(
      Object.keys(own!).filter((key) => !new RegExp(`["']${key}["']|\\b${key}:`).test(text)),
    ).toEqual([]);
    for (const key of Object.keys(own!)) expect(holes(en![key]!), key).toEqual(holes(own![key]!));
  },
);

test("every word is said somewhere: a dead one tells of a feature that is not there", () => {
  const dead = Object.keys(zh).filter(
    (key) =>
      !COMPOSED.test(key) &&
      !COMING.includes(key) &&
      !new RegExp(`["'.]${key}["']|\\b${key}:`).test(said),
  );
  expect(dead).toEqual([]);
});
