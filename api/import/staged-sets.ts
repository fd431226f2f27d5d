import { type SQL, sql } from "drizzle-orm";
import type { Layer } from "../../schema/layers/index.js";
import { stagedChanges, stagedRows } from "../writing/proposed.js";
import type { ProposedSet } from "../writing/rules.js";
import { type Staging, staged } from "./stage.queries.js";
import { sqlType, type WrittenColumn } from "./written-columns.js";

type Range = readonly [number, number];

/** A relation with the columns of the layer's table: by column, SQL over the staged row `s`. */
const relation = (columns: ReadonlyMap<string, SQL>, from: SQL): SQL => sql`
  select s.county_id, ${sql.join(
    [...columns].map(([name, value]) => sql`${value} as ${sql.identifier(name)}`),
    sql`, `,
  )} from ${from}`;

const searched = (layer: Layer): [string, SQL][] =>
  layer.search.length > 0 ? [["search_text", sql`s.values->>'search_text'`]] : [];

/** New rows of a range of the file, as the layer's table will have them. */
export function newOf(s: Staging, written: readonly WrittenColumn[], range: Range): SQL {
  const given = new Map(written.map((w) => [w.field.column, w.created]));
  const columns = new Map<string, SQL>([
    ["id", sql`s.subject_id`],
    ["import_key", sql`s.key`],
    ...s.layer.fields.map((f): [string, SQL] => [
      f.column,
      given.get(f.column) ?? sql`null::${sqlType(f)}`,
    ]),
    [s.layer.geometryColumn, sql`s.geom`],
    ...searched(s.layer),
  ]);
  return relation(columns, sql`import_row s where ${staged(s, ...range, "staged")}`);
}

/** Rows of a range that stand and change, as they will be. */
export function changedOf(s: Staging, written: readonly WrittenColumn[], range: Range): SQL {
  const { layer } = s;
  const given = new Map(written.map((w) => [w.field.column, w.updated]));
  const there = (name: string) => sql`t.${sql.identifier(name)}`;
  const columns = new Map<string, SQL>([
    ["id", sql`s.subject_id`],
    ["import_key", there("import_key")],
    ...layer.fields.map((f): [string, SQL] => [f.column, given.get(f.column) ?? there(f.column)]),
    [layer.geometryColumn, layer.joins ? there(layer.geometryColumn) : sql`s.geom`],
    ...searched(layer),
  ]);
  return relation(
    columns,
    sql`import_row s join ${sql.identifier(layer.table)} t
      on t.county_id = s.county_id and t.id = s.subject_id
      where ${staged(s, ...range, "changed")}`,
  );
}

/** What an update gives its rows; what it does not name stays. */
export const givenColumns = (layer: Layer, written: readonly WrittenColumn[]): string[] => [
  ...written.map((w) => w.field.column),
  ...(layer.joins ? [] : [layer.geometryColumn]),
  ...searched(layer).map(([name]) => name),
];

/**
 * Rows of a range of the file as sets that the domains' rules judge. Nothing is written for them, so nothing is
 * counted that would be given a number.
 */
export function judgedSets(
  s: Staging,
  written: readonly WrittenColumn[],
  range: Range,
): ProposedSet[] {
  const without = async () => 0;
  const runner = { rows: async () => [] };
  return [
    { ...stagedRows(runner, s.county, s.layer, newOf(s, written, range)), without },
    {
      ...stagedChanges(
        runner,
        s.county,
        s.layer,
        changedOf(s, written, range),
        givenColumns(s.layer, written),
      ),
      without,
    },
  ];
}
