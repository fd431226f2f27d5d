import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { fieldOf, type Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";

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

export async function writeHistory(tx: Runner, h: HistoryRow): Promise<void> {
  await tx.rows(sql`
    insert into history (county_id, id, layer, subject_id, action, version, at, actor,
      reason, before, after)
    values (${h.county}, ${uuid()}::uuid, ${h.layer.name}, ${h.id}::uuid, ${h.action}, ${h.version},
      clock_timestamp(), ${h.actor}, ${h.reason ?? null},
      ${h.before === null ? null : JSON.stringify(h.before)}::jsonb,
      ${h.after === null ? null : JSON.stringify(h.after)}::jsonb)`);
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

/**
 * Removes a row of which nothing is to be kept: neither row nor history nor where it was in events
 * before. Its last event keeps, for the hour that events live, what says who may be told.
 */
export async function forgetRow(
  tx: Runner,
  layer: Layer,
  county: number,
  id: string,
  version: number,
): Promise<void> {
  const table = sql.identifier(layer.table);
  const at = sql`county_id = ${county} and id = ${id}::uuid`;
  const told = (layer.tells ?? []).map((name) => fieldOf(layer, name).column);
  const kept = ["county_id", "id", "grid_id", "created_by", ...told].map(
    (column) => sql`${column}::text, ${sql.identifier(column)}`,
  );
  await tx.rows(sql`
    update outbox set place = null where county_id = ${county} and subject_id = ${id}::uuid`);
  await publishChange(tx, {
    layer: layer.name,
    county,
    id,
    action: "retired",
    version: version + 1,
    place: sql`(select ST_SnapToGrid(${sql.identifier(layer.geometryColumn)}, 0.001)
      from ${table} where ${at})`,
    gone: sql`(select jsonb_build_object(${sql.join(kept, sql`, `)}) from ${table} where ${at})`,
  });
  await tx.rows(sql`delete from ${table} where ${at}`);
  await tx.rows(sql`delete from history where county_id = ${county} and subject_id = ${id}::uuid`);
}

/** A county's data version is part of every ETag of its tiles. */
export async function touchCounty(tx: Runner, county: number): Promise<void> {
  await tx.rows(sql`update county set data_version = data_version + 1 where id = ${county}`);
}
