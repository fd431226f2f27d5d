import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { zh } from "./zh.js";

const ROOT = path.resolve("web-map");
const said = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("i18n/") && !name.includes(".spec."))
  .map((name) => readFileSync(path.join(ROOT, name), "utf8"))
  .join("\n");

/** Keys put together from a name of the contract: `role${role}`, and values of its enums. */
const COMPOSED = /^role[A-Z0-9]+$|^[A-Z][A-Z0-9_]*$/;

const rooms = readdirSync(ROOT).filter((name) => existsSync(path.join(ROOT, name, "words.ts")));

test.each(rooms)(
  "the words of %s, a file a language, are said in it, in both with the same holes",
  async (name) => {
    const words = async (language: string) =>
      ((await import(`../${name}/words.${language}.ts`)) as Record<string, Record<string, string>>)[
        language
      ]!;
    const [zhOwn, enOwn] = [await words("zh"), await words("en")];
    const text = readdirSync(path.join(ROOT, name), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("words."))
      .map((file) => readFileSync(path.join(ROOT, name, file), "utf8"))
      .join("\n");
    const holes = (said: string) => [...said.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
    expect(
      Object.keys(zhOwn).filter(
        (key) => !COMPOSED.test(key) && !new RegExp(`["'.]${key}["']|\\b${key}:`).test(text),
      ),
    ).toEqual([]);
    expect(Object.keys(enOwn).sort()).toEqual(Object.keys(zhOwn).sort());
    for (const key of Object.keys(zhOwn))
      expect(holes(enOwn[key]!), key).toEqual(holes(zhOwn[key]!));
  },
);

test("every word is said somewhere: a dead one tells of a feature that is not there", () => {
  const dead = Object.keys(zh).filter(
    (key) => !COMPOSED.test(key) && !new RegExp(`["'.]${key}["']|\\b${key}:`).test(said),
  );
  expect(dead).toEqual([]);
});
