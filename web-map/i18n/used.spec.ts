import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { zh } from "./zh.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const said = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("i18n/") && !name.includes(".spec."))
  .map((name) => readFileSync(path.join(ROOT, name), "utf8"))
  .join("\n");

/** Keys put together from a name of the contract: `role${role}`, and actions of a history. */
const COMPOSED = /^role[A-Z0-9]+$|^[A-Z]+$/;
/** The drawn area's size and invitation are on their way. */
const COMING = ["areaDraw", "areaSize"];

test("every word is said somewhere: a dead one tells of a feature that is not there", () => {
  const dead = Object.keys(zh).filter(
    (key) =>
      !COMPOSED.test(key) &&
      !COMING.includes(key) &&
      !new RegExp(`["'.]${key}["']|\\b${key}:`).test(said),
  );
  expect(dead).toEqual([]);
});
