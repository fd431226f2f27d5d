import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { addRun, readRuns } from "./run-history.js";
import { describeType } from "./schema-docs.js";

test("what was asked is kept once, newest first, and rubbish in the store is none", () => {
  const store = new Map<string, string>();
  const storage = {
    getItem: (k: string) => store.get(k) ?? null,
    setItem: (k: string, v: string) => {
      store.set(k, v);
    },
  };
  for (let i = 0; i < 40; i++) addRun(storage, { query: `{ a${i % 35} }`, variables: "", at: i });
  expect(readRuns(storage)).toHaveLength(30);
  expect(readRuns(storage)[0]!.query).toBe("{ a4 }");
  expect(new Set(readRuns(storage).map((r) => r.query)).size).toBe(30);
  expect(readRuns({ getItem: () => "no json" })).toEqual([]);
});

test("every type of the contract can be read, with its fields and their arguments", () => {
  const schema = buildSchema(
    readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8"),
  );
  const query = describeType(schema, "Query");
  expect(query.entries.find((e) => e.name === "incidents")!.signature).toMatch(
    /^incidents\(.*filter: IncidentFilter.*\): IncidentConnection!$/,
  );
  expect(describeType(schema, "LayerName").entries.map((e) => e.name)).toContain("INCIDENTS");
  expect(describeType(schema, "NoSuchType").entries).toEqual([]);
});
