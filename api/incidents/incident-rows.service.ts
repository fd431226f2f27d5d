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
  /** The id of the last, in order; null: there are no more. */
  last: string | null;
}

const columns = sql`id, occurred_from, occurred_until, category, level, status, source, grid_id,
  ST_X(geom), ST_Y(geom)`;

/** Incidents of a county in the order of their ids, behind one of them; at most so many. */
export const incidentsAfter = (
  db: Database,
  county: number,
  last: string | null,
  most: number,
): Promise<PackedRows> =>
  packed(
    db,
    sql`select ${columns} from ${incident} where county_id = ${county} and retired_at is null
      and ${last === null ? sql`true` : sql`id > ${last}::uuid`} order by id limit ${most}`,
  );

/** Incidents by their ids, as far as there are such. */
export const incidentsOf = (
  db: Database,
  county: number,
  ids: readonly string[],
): Promise<PackedRows> =>
  packed(
    db,
    sql`select ${columns} from ${incident} where county_id = ${county} and retired_at is null
      and id = any(${sql.param([...ids])}::uuid[])`,
  );

async function packed(db: Database, statement: SQL): Promise<PackedRows> {
  const packets = await db.packets(statement, "long");
  const length = packets.reduce((sum, { start, end }) => sum + end - start, 0);
  const bytes = Buffer.from(new ArrayBuffer(length));
  let at = 0;
  for (const packet of packets) at += packet.bytes.copy(bytes, at, packet.start, packet.end);
  const last = packets.at(-1);
  return { bytes, rows: packets.length, last: last ? idOf(last) : null };
}

/** The first cell: behind the number of cells and its own length. */
const idOf = ({ bytes, start }: Packet): string => bytes.toString("hex", start + 6, start + 22);
