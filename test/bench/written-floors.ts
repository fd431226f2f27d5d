import type { Pool } from "pg";
import { v7 as uuid } from "uuid";

export interface Report {
  key: string;
  title: string;
  lon: number;
  lat: number;
  at: string;
}

/** As a county that has no rules of its own: accepted within two hours, warned at three quarters. */
const [TERM_MS, WARN_MS] = [7_200_000, 5_400_000];

/**
 * A report as a careful hand would write it, knowing the tables and nothing of the service: a key
 * that is taken once, a number without gaps, the grid in force, the row with its history, its first
 * step and the clock that this starts, its event and the layer's version, in one transaction of as
 * few statements as the service's; then the row as it stands, while the others are woken. No
 * policy, no check, no rule looked up.
 */
export async function reportByHand(
  pool: Pick<Pool, "connect" | "query">,
  r: Report,
): Promise<object[]> {
  const client = await pool.connect();
  const [id, set] = [uuid(), uuid()];
  try {
    await client.query("begin");
    await client.query(
      `with taken as (
          insert into idempotency (county_id, key, actor, request, subject_id, at)
          values (510799, $1, 'hand', md5($2), $3, clock_timestamp())
          on conflict do nothing returning 1)
        insert into change_set (county_id, id, at, actor, cause)
        select 510799, $4, clock_timestamp(), 'hand', 'graphql' from taken`,
      [r.key, JSON.stringify(r), id, set],
    );
    await client.query(
      `with numbers as (
          insert into numbering as n (county_id, series, year, last)
          values (510799, 'incident', extract(year from now() at time zone 'Asia/Shanghai'), 1)
          on conflict (county_id, series, year) do update set last = n.last + 1
          returning '510799-' || year || '-' || lpad(last::text, 6, '0') as number),
        written as (
          insert into incident (county_id, id, created_by, updated_by, number, title, category,
            level, status, state_since, occurred_from, occurred_until, reported_at, search_text,
            geom, grid_id)
          select 510799, $1, 'hand', 'hand', number, $2, '0603', 4, 'REPORTED', now(),
            $3::timestamptz, $3::timestamptz, now(), $4 || chr(10) || number, p,
            (select id from grid where county_id = 510799
              and retired_at is null and ST_Covers(geom, p)
              and valid_from <= ($3::timestamptz at time zone 'Asia/Shanghai')::date
              and (valid_to is null
                or valid_to > ($3::timestamptz at time zone 'Asia/Shanghai')::date)
              order by code limit 1)
          from ST_SetSRID(ST_MakePoint($5, $6), 4326) p, numbers)
        insert into history (county_id, subject_id, version, subject_kind, action, set_id)
        values (510799, $1, 1, 'incidents', 'created', $7)`,
      [id, r.title, r.at, r.title, r.lon, r.lat, set],
    );
    await client.query(
      `insert into step (county_id, subject_kind, subject_id, number, version, to_state, action,
          actor, at)
        values (510799, 'incidents', $1, 1, 1, 'REPORTED', 'report', 'hand', now())`,
      [id],
    );
    const from = Date.now();
    const [warn, due] = [from + WARN_MS, from + TERM_MS].map((at) => new Date(at));
    await client.query(
      `insert into clock (county_id, id, subject_kind, subject_id, kind, state, started_at, amount,
          unit, pauses, warn_share, warn_at, due_at, next_at, rule, source, law)
        values (510799, $1, 'incidents', $2, 'accept', 'running', $3, 2, 'hour', '[]', 0.75, $4, $5,
          $4, 'incidents.accept', 'by hand', false)`,
      [uuid(), id, new Date(from), warn, due],
    );
    await client.query(
      `with raised as (
          update data_version set version = version + 1
          where county_id = 510799 and subject_kind = 'incidents'
            and slot = (select slot from data_version where county_id = 510799
              and subject_kind = 'incidents' limit 1))
        insert into event (county_id, id, kind, subject_kind, subject_id, action, version, at, actor,
          fields, place, set_id)
        values (510799, $1, 'incident.reported', 'incidents', $2, 'created', 1, clock_timestamp(),
          'hand', '{}', ST_SetSRID(ST_MakePoint($3, $4), 4326), $5)`,
      [uuid(), id, r.lon, r.lat, set],
    );
    await client.query("commit");
    // On a channel of its own: the service beside it would read the log for this.
    pool.query("notify by_hand").catch(() => undefined);
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

export interface EditByHand {
  plan: string;
  number: number;
  operations: unknown;
  change: unknown;
  grids: { id: string; shape: string }[];
}

/**
 * An edit of a plan as its rows alone: the plan held, the shapes of the touched grids, the edit, the
 * plan's version with its history and event. Nothing is drawn, judged or compared.
 */
export async function editByHand(
  pool: Pick<Pool, "connect" | "query">,
  { plan, number, operations, change, grids }: EditByHand,
): Promise<object[]> {
  const client = await pool.connect();
  const set = uuid();
  try {
    await client.query("begin");
    await client.query(
      "select version from grid_plan where county_id = 510799 and id = $1 for update",
      [plan],
    );
    await client.query(
      `update plan_grid g set geom = ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(n.shape), 4326))
        from unnest($2::uuid[], $3::text[]) as n(id, shape)
        where g.county_id = 510799 and g.plan_id = $1 and g.grid_id = n.id`,
      [plan, grids.map((g) => g.id), grids.map((g) => g.shape)],
    );
    await client.query(
      `insert into change_set (county_id, id, at, actor, cause)
        values (510799, $1, clock_timestamp(), 'hand', 'graphql')`,
      [set],
    );
    await client.query(
      `with changed as (
          update grid_plan set edits = $2, version = version + 1, updated_at = now(),
            updated_by = 'hand' where county_id = 510799 and id = $1 returning version),
        kept as (
          insert into history (county_id, subject_id, version, subject_kind, action, set_id)
          select 510799, $1, version, 'gridPlans', 'updated', $3::uuid from changed),
        told as (
          insert into event (county_id, id, kind, subject_kind, subject_id, action, version, at,
            actor, fields, set_id)
          select 510799, $4::uuid, 'gridPlan.edited', 'gridPlans', $1, 'updated', version,
            clock_timestamp(), 'hand', '{edits}', $3::uuid from changed)
        insert into plan_edit (county_id, plan_id, number, kind, version, actor, at, operations,
          change)
        select 510799, $1, $2, 'do', version, 'hand', now(), $5, $6 from changed`,
      [plan, number, set, uuid(), JSON.stringify(operations), JSON.stringify(change)],
    );
    await client.query("commit");
    pool.query("notify by_hand").catch(() => undefined);
    return [{ number }];
  } finally {
    client.release();
  }
}
