import type { Pool } from "pg";
import { v7 as uuid } from "uuid";

export interface Report {
  key: string;
  title: string;
  lon: number;
  lat: number;
  at: string;
}

/**
 * A report as a careful hand would write it, knowing the tables and nothing of the service: a key
 * that is taken once, a number without gaps, the grid in force, the row with its history, its event
 * and the layer's version, in one transaction; then the row as it stands. No policy, no check.
 */
export async function reportByHand(pool: Pick<Pool, "connect">, r: Report): Promise<object[]> {
  const client = await pool.connect();
  const [id, set] = [uuid(), uuid()];
  try {
    await client.query("begin");
    await client.query(
      `insert into idempotency (county_id, key, actor, request, subject_id, at)
        values (510799, $1, 'hand', md5($2), $3, clock_timestamp()) on conflict do nothing`,
      [r.key, JSON.stringify(r), id],
    );
    await client.query(
      `insert into change_set (county_id, id, at, actor, cause)
        values (510799, $1, clock_timestamp(), 'hand', 'graphql')`,
      [set],
    );
    const { rows: numbers } = await client.query<{ number: string }>(
      `insert into numbering as n (county_id, series, year, last)
        values (510799, 'incident', extract(year from now() at time zone 'Asia/Shanghai'), 1)
        on conflict (county_id, series, year) do update set last = n.last + 1
        returning '510799-' || year || '-' || lpad(last::text, 6, '0') as number`,
    );
    const { number } = numbers[0]!;
    await client.query(
      `insert into incident (county_id, id, created_by, updated_by, number, title, category, level,
          status, occurred_from, occurred_until, reported_at, search_text, geom, grid_id)
        select 510799, $1, 'hand', 'hand', $2, $3, '0603', 4, 'REPORTED', $4::timestamptz,
          $4::timestamptz, now(), $5, p, (select id from grid where county_id = 510799
            and retired_at is null and ST_Covers(geom, p)
            and valid_from <= ($4::timestamptz at time zone 'Asia/Shanghai')::date
            and (valid_to is null
              or valid_to > ($4::timestamptz at time zone 'Asia/Shanghai')::date)
            order by code limit 1)
        from ST_SetSRID(ST_MakePoint($6, $7), 4326) p`,
      [id, number, r.title, r.at, `${r.title}\n${number}`, r.lon, r.lat],
    );
    await client.query(
      `insert into history (county_id, subject_id, version, subject_kind, action, set_id)
        values (510799, $1, 1, 'incidents', 'created', $2)`,
      [id, set],
    );
    await client.query(
      `insert into event (county_id, id, kind, subject_kind, subject_id, action, version, at, actor,
          fields, place, set_id)
        values (510799, $1, 'incident.reported', 'incidents', $2, 'created', 1, clock_timestamp(),
          'hand', '{}', ST_SetSRID(ST_MakePoint($3, $4), 4326), $5)`,
      [uuid(), id, r.lon, r.lat, set],
    );
    await client.query(
      `update data_version set version = version + 1
        where county_id = 510799 and subject_kind = 'incidents'
          and slot = (select slot from data_version where county_id = 510799
            and subject_kind = 'incidents' limit 1)`,
    );
    await client.query("commit");
    await client.query("notify hearthgrid_events");
    const { rows } = await client.query<object>(
      `select county_id || '-' || id as id, number, title, version from incident
        where county_id = 510799 and id = $1`,
      [id],
    );
    return rows;
  } finally {
    client.release();
  }
}
