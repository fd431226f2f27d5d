import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, inject, it } from "vitest";
import { copyTemplate } from "./template.js";

it("a database made from a read-only template is its owner's to write, and nobody else's to read", async () => {
  const scratch = mkdtempSync(path.join(inject("runDir"), "template-"));
  const template = path.join(scratch, "template");
  mkdirSync(path.join(template, "data/base"), { recursive: true });
  writeFileSync(path.join(template, "template.json"), '{"directories":["base","pg_twophase"]}');
  for (const file of ["data/PG_VERSION", "data/base/1"]) {
    writeFileSync(path.join(template, file), "17");
    chmodSync(path.join(template, file), 0o444);
  }
  for (const directory of ["data/base", "data"]) chmodSync(path.join(template, directory), 0o555);

  const target = path.join(scratch, "database");
  await copyTemplate(target, template);

  const modes = ["", "PG_VERSION", "base", "base/1", "pg_twophase"].map((file) => [
    file,
    (statSync(path.join(target, file)).mode & 0o777).toString(8),
  ]);
  expect(Object.fromEntries(modes)).toEqual({
    "": "700",
    PG_VERSION: "600",
    base: "700",
    "base/1": "600",
    pg_twophase: "700",
  });
  expect(readFileSync(path.join(target, "base/1"), "utf8")).toBe("17");
});
