import { type SQL, sql } from "drizzle-orm";

/**
 * A UUID v7 a row, for sets that the database makes itself: the milliseconds of now, and the rest of
 * a random one, whose variant is the same.
 */
export const freshId: SQL = sql`(
  lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' ||
  substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;
