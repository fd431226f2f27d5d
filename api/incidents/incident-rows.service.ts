import { type SQL, sql } from "drizzle-orm";
import type { Packet } from "../../db/row-packets.js";
import { incident } from "../../db/tables/index.js";
import type { Database } from "../core/database.js";

/**
 * Rows as the database sent them, one after the other: PostgreSQL's binary DataRow messages without
 * their heads (protocol 3.0), of id, occurredFrom, occurredUntil, category, level, status, source,
 * grid, longitude and latitude. No retired ones.
 */
export interface PackedRows {
  bytes: Uint8Array<ArrayBuffer>;
  rows: number;
  /** The last, in order; null: there are no more. */
  last: RowPlace | null;
}

/** Where an incident stands in the order of their beginnings. */
export interface RowPlace {
  /** Microseconds since 2000, as PostgreSQL counts them. */
  began: number;
  id: string;
}

const momentOf = (began: number): SQL =>
  sql`(timestamptz '2000-01-01 00:00:00+00' + ${began}::float8 * interval '1 microsecond')`;

const columns = sql`id, occurred_from, occurred_until, category, level, status, source, grid_id,
  ST_X(geom), ST_Y(geom)`;

const live = (county: number): SQL => sql`county_id = ${county} and retired_at is null`;

/**
 * Of more than so many incidents of a county the place of the one behind which the latest so many
 * stand; null: there are no more than that.
 */
export async function placeBeforeLatest(
  db: Database,
  county: number,
  most: number,
): Promise<RowPlace | null> {
  const [row] = await db.rows<RowPlace>(
    sql`select id, (extract(epoch from occurred_from) * 1000000 - 946684800000000)::float8 as began
      from ${incident} where ${live(county)}
      order by occurred_from desc, id desc offset ${most} limit 1`,
    "long",
  );
  return row ?? null;
}

/** Incidents of a county as they began, behind one of them; at most so many. */
export const incidentsAfter = (
  db: Database,
  county: number,
  last: RowPlace | null,
  most: number,
): Promise<PackedRows> =>
  packed(
    db,
    sql`select ${columns} from ${incident} where ${live(county)}
      and ${last === null ? sql`true` : sql`(occurred_from, id) > (${momentOf(last.began)}, ${last.id}::uuid)`}
      order by occurred_from, id limit ${most}`,
  );

/** Incidents by their ids, as far as there are such. */
export const incidentsOf = (
  db: Database,
  county: number,
  ids: readonly string[],
): Promise<PackedRows> =>
  packed(
    db,
    sql`select ${columns} from ${incident} where ${live(county)}
      and id = any(${sql.param([...ids])}::uuid[])`,
  );

async function packed(db: Database, statement: SQL): Promise<PackedRows> {
  const packets = await db.packets(statement, "long");
  const length = packets.reduce((sum, { start, end }) => sum + end - start, 0);
  const bytes = Buffer.from(new ArrayBuffer(length));
  let at = 0;
  for (const packet of packets) at += packet.bytes.copy(bytes, at, packet.start, packet.end);
  const last = packets.at(-1);
  return { bytes, rows: packets.length, last: last ? placeOf(last) : null };
}

/** The first two cells: behind the number of cells, each behind its own length. */
const placeOf = ({ bytes, start }: Packet): RowPlace => ({
  id: bytes.toString("hex", start + 6, start + 22),
  began: Number(bytes.readBigInt64BE(start + 26)),
});
