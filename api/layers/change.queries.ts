import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Layer } from "../../schema/layers/index.js";
import type { Runner } from "../database.js";

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
    insert into history (county_id, id, layer, subject_id, action, version, at, actor, reason, before, after)
    values (${h.county}, ${uuid()}::uuid, ${h.layer.name}, ${h.id}::uuid, ${h.action}, ${h.version}, clock_timestamp(), ${h.actor}, ${h.reason ?? null},
      ${h.before === null ? null : JSON.stringify(h.before)}::jsonb, ${h.after === null ? null : JSON.stringify(h.after)}::jsonb)`);
}

export interface OutboxRow {
  layer: string;
  county: number;
  id: string | null;
  action: string;
  version: number | null;
  place: SQL | null;
}

export async function publishChange(tx: Runner, o: OutboxRow): Promise<void> {
  await tx.rows(sql`
    insert into outbox (county_id, id, layer, subject_id, action, version, at, place)
    values (${o.county}, ${uuid()}::uuid, ${o.layer}, ${o.id}::uuid, ${o.action}, ${o.version}, clock_timestamp(), ${o.place ?? sql`null`})`);
}

/** A county's data version is part of every ETag of its tiles. */
export async function touchCounty(tx: Runner, county: number): Promise<void> {
  await tx.rows(sql`update county set data_version = data_version + 1 where id = ${county}`);
}
