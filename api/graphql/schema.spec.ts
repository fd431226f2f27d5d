import { readFileSync } from "node:fs";
import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { expect, it } from "vitest";
import * as tables from "../../db/tables/index.js";
import { DECLARED } from "../../schema/declared.js";
import { ROLES } from "../../schema/roles.js";
import { printed } from "../cli/emit-schema.js";
import { GRANTS } from "../policy/grants.js";

it("schema/schema.graphql is what the code emits: npm run generate renews it", () => {
  expect(readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8")).toBe(
    printed(),
  );
});

it("every declared field has its column, and every column of a layer that holds something about people is declared", () => {
  const kept = new Set([
    "county_id",
    "id",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "retired_at",
    "import_key",
    "search_text",
    "geom",
    "coarse",
    // What a group plan's run was asked for and what came of it, told by its own domain.
    "villages",
    "rules",
    "job_id",
    "figures",
    // The place again, in the county's plane: shown by no outlet.
    "x_m",
    "y_m",
  ]);
  const byName = new Map(
    Object.values(tables)
      .filter((t) => is(t, Table))
      .map((t) => [getTableName(t), t]),
  );
  for (const layer of DECLARED) {
    const table = byName.get(layer.table)!;
    const columns = new Set(Object.values(getTableColumns(table)).map((c) => c.name));
    const declared = new Set(layer.fields.map((f) => f.column));
    expect(
      [...declared].filter((c) => !columns.has(c)),
      layer.name,
    ).toEqual([]);
    expect(
      [...columns].filter((c) => !declared.has(c) && !kept.has(c)),
      layer.name,
    ).toEqual([]);
  }
});

it("no column labels people: the special population groups of GB/T 31000, religion, nation, politics", () => {
  const forbidden = /criminal|correction|mental|drug|hiv|aids|religio|ethnic|nation|politic|party/;
  for (const table of Object.values(tables))
    if (typeof table === "object")
      for (const column of Object.values(getTableColumns(table as Table)))
        expect(column.name).not.toMatch(forbidden);
});

it("every role has its row in the matrix", () => {
  for (const role of ROLES) expect(Object.keys(GRANTS[role]).length, role).toBeGreaterThan(0);
});
