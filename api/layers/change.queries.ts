import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { fieldOf, type Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";

export interface HistoryRow {
  layer: Layer;
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

export interface OutboxRow {
  layer: string;
  county: number;
  id: string | null;
  action: string;
  version: number | null;
  place: SQL | null;
  gone?: SQL;
}

export async function publishChange(tx: Runner, o: OutboxRow): Promise<void> {
  await tx.rows(sql`
    insert into outbox (county_id, id, layer, subject_id, action, version, at, place, gone)
    values (${o.county}, ${uuid()}::uuid, ${o.layer}, ${o.id}::uuid, ${o.action}, ${o.version},
      clock_timestamp(), ${o.place ?? sql`null`}, ${o.gone ?? sql`null`})`);
}

/** Events of a set, each with its own place (EWKB), in one statement. */
export async function publishSet(
  tx: Runner,
  rows: readonly (Omit<OutboxRow, "place" | "gone"> & { place: string })[],
): Promise<void> {
  const column = <T>(of: (o: (typeof rows)[number]) => T, type: string) =>
    sql`${sql.param(rows.map(of))}::${sql.raw(type)}[]`;
  await tx.rows(sql`
    insert into outbox (county_id, id, layer, subject_id, action, version, at, place)
    select county, id, layer, subject, action, version, clock_timestamp(), place::geometry
    from unnest(${column((o) => o.county, "int")}, ${column(() => uuid(), "uuid")},
      ${column((o) => o.layer, "text")}, ${column((o) => o.id, "uuid")},
      ${column((o) => o.action, "text")}, ${column((o) => o.version, "int")},
      ${column((o) => o.place, "text")})
      as n(county, id, layer, subject, action, version, place)`);
}

/**
 * Removes rows of which nothing is to be kept: neither row nor history nor where they were in events
 * before. Their last events keep, for the hour that events live, what says who may be told.
 */
export async function forgetRows(
  tx: Runner,
  layer: Layer,
  county: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const table = sql.identifier(layer.table);
  const these = sql`any(${sql.param([...ids])}::uuid[])`;
  const told = (layer.tells ?? []).map((name) => fieldOf(layer, name).column);
  const kept = ["county_id", "id", "grid_id", "created_by", ...told].map(
    (column) => sql`${column}::text, ${sql.identifier(column)}`,
  );
  await tx.rows(sql`
    update outbox set place = null where county_id = ${county} and subject_id = ${these}`);
  await tx.rows(sql`
    with forgotten as (
      delete from ${table} where county_id = ${county} and id = ${these} returning *)
    insert into outbox (county_id, id, layer, subject_id, action, version, at, place, gone)
    select ${county}, ${freshId}, ${layer.name}, id, 'retired', version + 1, clock_timestamp(),
      ST_SnapToGrid(${sql.identifier(layer.geometryColumn)}, 0.001),
      jsonb_build_object(${sql.join(kept, sql`, `)})
    from forgotten`);
  await tx.rows(sql`delete from history where county_id = ${county} and subject_id = ${these}`);
}

/** A county's data version is part of every ETag of its tiles. */
export async function touchCounty(tx: Runner, county: number): Promise<void> {
  await tx.rows(sql`update county set data_version = data_version + 1 where id = ${county}`);
}
