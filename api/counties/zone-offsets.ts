import { type SQL, sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";

/** How far a zone's clocks are ahead of UTC from a moment on, until the next one's. */
export interface Offset {
  /** Milliseconds since 1970; of the first, minus infinity. */
  from: number;
  seconds: number;
}

/** What a moment in the service may be lies between these days (schema/scalars.ts). */
const FIRST = Date.UTC(1899, 11, 30);
const LAST = Date.UTC(2201, 0, 3);
const HOUR = 3_600_000;
/**
 * Hours between two looks at the clock. The shortest that a zone has kept an offset since 1900 are
 * 95 (Freetown in 1939, by the tables of 2025).
 */
const STEP = 72;
const LOOKS = Math.ceil((LAST - FIRST) / HOUR / STEP);
/** So many a statement: on the embedded engine nobody waits for all of them. */
const LOOKS_AT_ONCE = Math.ceil(LOOKS / 4);

/**
 * A time zone's offsets as the database's own table has them, so that what is worked out with them
 * is what its `at time zone` says.
 */
export async function readOffsets(run: Runner, zone: string): Promise<Offset[]> {
  const offsets: Offset[] = [];
  for (let look = 0; look < LOOKS; look += LOOKS_AT_ONCE)
    for (const { from, seconds } of await changes(run, zone, look)) {
      if (from !== null) offsets.push({ from, seconds });
      else if (look === 0) offsets.push({ from: -Infinity, seconds });
    }
  return offsets;
}

/** The offset at a look, then the changes until that many later: between which two, then when. */
function changes(run: Runner, zone: string, look: number) {
  const ahead = (at: SQL) => sql`((${at} at time zone ${zone}) - (${at} at time zone 'UTC'))`;
  const first = (from: SQL, step: string, steps: number) => sql`
    lateral (select ${from} + (n - 1) * ${step}::interval as at
      from generate_series(1, ${steps}::int) n
      where ${ahead(sql`(${from} + n * ${step}::interval)`)} <> was order by n limit 1)`;
  const step = sql`(${STEP}::int * interval '1 hour')`;
  return run.rows<{ from: number | null; seconds: number }>(sql`
    with looks as (
      select at, ahead, lag(ahead) over (order by at) as was
      from (select at, ${ahead(sql`at`)} as ahead from (
        select ${new Date(FIRST).toISOString()}::timestamptz + n * ${step} as at
        from generate_series(${look}::int, ${look + LOOKS_AT_ONCE}::int) n) t) a)
    select null::float8 as "from", date_part('epoch', ahead)::int as seconds
    from looks where was is null
    union all
    select date_part('epoch', s.at) * 1000 + 1000, date_part('epoch', ahead)::int
    from looks, ${first(sql`(looks.at - ${step})`, "1 hour", STEP)} h,
      ${first(sql`h.at`, "1 minute", 60)} m, ${first(sql`m.at`, "1 second", 60)} s
    where was <> ahead
    order by 1 nulls first`);
}
