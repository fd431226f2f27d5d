import { getTableColumns, sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Services } from "../../api/core/services.js";
import { grid, gridPlan, groupPlan, incident } from "../../db/tables/index.js";
import { searchText } from "../../geo/search.js";
import { type Declaration, type Field, isOpen, isOwn } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Asker } from "../fixtures/service.js";
import { COUNTY, EXACT, id, type Table, uuid } from "../fixtures/small-county.js";
import { MARKED_CODES, MARKS, PLACES } from "./expected.fixture.js";

const columnTypes = new Map(
  [incident, gridPlan, groupPlan, grid].flatMap((table) =>
    Object.values(getTableColumns(table)).map((c) => [c.name, c.getSQLType()]),
  ),
);

/** A change that the history tells of and nobody made. */
async function past(
  { db }: Services,
  kind: string,
  subject: string,
  version: number,
  before: string,
  after: string,
): Promise<void> {
  await db.rows(sql`
    with s as (
      insert into change_set (county_id, id, at, actor, cause)
      values (${COUNTY}, gen_random_uuid(), now(), 'f', 'graphql') returning id)
    insert into history (county_id, set_id, subject_kind, subject_id, action, version, before, after)
    select ${COUNTY}, s.id, ${kind}, ${subject}::uuid, 'updated', ${version}::int, ${before}::jsonb,
      ${after}::jsonb from s`);
}

/** Puts the marks into the first object of each layer, its search text and its past. */
export async function markEverything(
  services: Services,
  admin: Asker,
  layers: readonly Declaration[],
): Promise<void> {
  const { db } = services;
  for (const [kind, mark] of MARKED_CODES)
    await db.rows(
      sql`insert into category (county_id, id, created_by, updated_by, kind, code, name_zh, name_en)
        values (${COUNTY}, gen_random_uuid(), 'x', 'x', ${kind}, ${mark}, ${mark}, ${mark})`,
    );
  await db.rows(sql`update tie set kind = 'tmark'`);
  // Marked by changes, so that search and history hold the marks too: before and after.
  for (const layer of layers.filter((l) => !l.forgets && !isOwn(l))) {
    const table = layer.table as Table;
    const n = layer.dated ? 2 : 1;
    const change = (version: number, changes: object) =>
      admin(
        `mutation($c: ${layer.typeName}Changes!) {
          update${layer.typeName}(id: "${id(table, n)}", version: ${version},
          changes: $c) { id } }`,
        { c: changes },
      );
    const place = PLACES[layer.name];
    const geometry = place && { geometry: { type: "Point", coordinates: place } };
    const given = layer.fields.filter((f) => !f.derived && !f.bySteps);
    const written = given.filter((f) => isOpen(layer, f.name));
    const marked = {
      ...Object.fromEntries(written.map((f) => [inputName(f), MARKS[layer.name]![inputName(f)]])),
      ...geometry,
    };
    const other = Object.fromEntries(
      written
        .filter((f) => !f.required && MARKS[layer.name]![inputName(f)] !== undefined)
        .filter((f) => !["level", "reportedAt", "occurredUntil"].includes(f.name))
        .map((f) => [inputName(f), null]),
    );
    const steps = [marked, other, marked].filter((some) => JSON.stringify(some) !== "{}");
    for (const [i, changes] of steps.entries())
      expect((await change(i + 1, changes)).errors, layer.name).toBeUndefined();
    const closed = given.filter((f) => !written.includes(f) && MARKS[layer.name]![inputName(f)]);
    if (closed.length > 0) await markDirectly(services, layer, closed, n);
  }
  // What steps and their own domains write, marked as they could not, and told of by the history.
  const byService = (f: Field) => f.bySteps || (f.derived && f.name !== "grid");
  await markDirectly(services, layerOf("incidents"), layerOf("incidents").fields.filter(byService));
  for (const layer of layers.filter(isOwn)) await markDirectly(services, layer, layer.fields);
  const tied = JSON.stringify({ ...MARKS.ties, geometry: EXACT });
  await past(services, "ties", uuid("tie", 1), 2, tied, JSON.stringify(MARKS.ties));
}

async function markDirectly(
  services: Services,
  layer: Declaration,
  fields: readonly Field[],
  n = 1,
): Promise<void> {
  const marked = fields.map((f) => [f, MARKS[layer.name]![inputName(f)]] as const);
  const first = uuid(layer.table as Table, n);
  await services.db.rows(sql`
    update ${sql.identifier(layer.table)} set ${sql.join(
      marked.map(([f, mark]) => {
        const value = f.type.kind === "reference" ? String(mark).slice(7) : mark;
        const type = columnTypes.get(f.column)!;
        return sql`${sql.identifier(f.column)} = ${value}::${sql.raw(type)}`;
      }),
      sql`, `,
    )} where id = ${first}::uuid`);
  if (fields.some(({ name }) => layer.search.includes(name)))
    await services.db.rows(sql`
      update ${sql.identifier(layer.table)} set search_text = ${searchText(
        layer.search.map((name) => MARKS[layer.name]![name] as string),
      )} where id = ${first}::uuid`);
  const told = JSON.stringify(Object.fromEntries(marked.map(([f, m]) => [inputName(f), m])));
  await past(services, layer.name, first, 99, told, told);
}
