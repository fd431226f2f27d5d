import { readFileSync } from "node:fs";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import * as tables from "./tables/index.js";

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`./migrations/meta/${file}`, import.meta.url), "utf8"));

/** What the migrations leave, as drizzle-kit remembers it. */
function migrated() {
  const { entries } = read("_journal.json") as { entries: { idx: number }[] };
  return read(`${String(entries.at(-1)!.idx).padStart(4, "0")}_snapshot.json`);
}

describe("migrations", () => {
  it("leave the tables as they are declared: npm run db:generate finds nothing to do", async () => {
    const declared = generateDrizzleJson(tables);
    expect(await generateMigration(migrated(), declared)).toEqual([]);
  });

  it("lack a table that was declared and not generated", async () => {
    const planted = pgTable("planted", { id: integer("id").primaryKey() });
    const declared = generateDrizzleJson({ ...tables, planted });
    expect((await generateMigration(migrated(), declared)).join()).toMatch(
      /CREATE TABLE "planted"/,
    );
  });
});
