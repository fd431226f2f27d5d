import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { type Declaration, fieldOf } from "../../schema/declaration.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Runner, Transaction } from "../core/database.js";
import { kindOf } from "../events/kinds.js";
import { forgetPlaces, publish, publishRows } from "../events/publish.js";

export interface HistoryRow {
  layer: Declaration;
  county: number;
  id: string;
  action: string;
  version: number;
  actor: string;
  reason?: string | null | undefined;
  before: unknown;
  after: unknown;
}

export const writeHistory = (tx: Runner, h: HistoryRow): Promise<void> => writeHistories(tx, [h]);

/** Rows of a set, in one statement. */
export async function writeHistories(tx: Runner, rows: readonly HistoryRow[]): Promise<void> {
  const column = <T>(of: (h: HistoryRow) => T, type: string) =>
    sql`${sql.param(rows.map(of))}::${sql.raw(type)}[]`;
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await tx.rows(sql`
    insert into history (county_id, id, layer, subject_id, action, version, at, actor,
      reason, before, after)
    select county, id, layer, subject, action, version, clock_timestamp(), actor, reason,
      before::jsonb, after::jsonb
    from unnest(${column((h) => h.county, "int")}, ${column(() => uuid(), "uuid")},
      ${column((h) => h.layer.name, "text")}, ${column((h) => h.id, "uuid")},
      ${column((h) => h.action, "text")}, ${column((h) => h.version, "int")},
      ${column((h) => h.actor, "text")}, ${column((h) => h.reason ?? null, "text")},
      ${column((h) => json(h.before), "text")}, ${column((h) => json(h.after), "text")})
      as n(county, id, layer, subject, action, version, actor, reason, before, after)`);
}

export interface Change {
  layer: Declaration;
  county: number;
  id: string;
  action: "created" | "updated" | "moved" | "retired";
  version: number;
  actor: string;
  fields: readonly string[];
  place: SQL | null;
}

/** A change of one row, said as an event. */
export const publishChange = (tx: Transaction, { layer, id, ...change }: Change): Promise<void> =>
  publish(tx, [
    { ...change, kind: kindOf(layer, change.action), subjectKind: layer.name, subject: id },
  ]);

/**
 * Removes rows of which nothing is to be kept: neither row nor history nor where they were in events
 * before. Their last events keep, for the hour that events live, what says who may be told.
 */
export async function forgetRows(
  tx: Transaction,
  layer: Declaration,
  county: number,
  ids: readonly string[],
  actor: string,
): Promise<void> {
  if (ids.length === 0) return;
  const table = sql.identifier(layer.table);
  const these = sql`any(${sql.param([...ids])}::uuid[])`;
  const told = (layer.tells ?? []).map((name) => fieldOf(layer, name).column);
  const kept = ["county_id", "id", "grid_id", "created_by", ...told].map(
    (column) => sql`${column}::text, ${sql.identifier(column)}`,
  );
  await forgetPlaces(tx, county, ids);
  await publishRows(
    tx,
    {
      county,
      kind: kindOf(layer, "retired"),
      subjectKind: layer.name,
      action: "retired",
      actor,
      fields: [],
    },
    sql`forgotten as (
      delete from ${table} where county_id = ${county} and id = ${these} returning *)`,
    sql`select id as subject, version + 1 as version,
      ${isLayer(layer) ? sql`ST_SnapToGrid(${sql.identifier(layer.geometryColumn)}, 0.001)` : null} as place,
      jsonb_build_object(${sql.join(kept, sql`, `)}) as gone from forgotten`,
  );
  await tx.rows(sql`delete from history where county_id = ${county} and subject_id = ${these}`);
}
