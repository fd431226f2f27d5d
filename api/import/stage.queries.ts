import { type SQL, sql } from "drizzle-orm";
import type { Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import type { Fault } from "../writing/command.js";
import type { ConvertedRow } from "./convert-row.js";

/** One import's rows in the staging table. */
export interface Staging {
  county: number;
  id: string;
  layer: Layer;
  rows: number;
}

export interface StagedRow extends ConvertedRow {
  key: string;
  /** The row of the layer that it makes. */
  subject: string;
}

/**
 * Rows of a statement: about 100 ms on the embedded engine, so that others get their turn in
 * between.
 */
export const CHUNK = 4000;

/** The staged rows of this import from row `lo` to `hi`, in one of the states. */
export const staged = (s: Staging, lo: number, hi: number, ...states: string[]): SQL =>
  sql`s.county_id = ${s.county} and s.import_id = ${s.id}::uuid and s.row between ${lo} and ${hi}
    and s.state = any(${sql.param(states)}::text[])`;

export const all = (s: Staging, ...states: string[]): SQL => staged(s, 1, s.rows, ...states);

/** How many of the new rows have nothing in a column. */
export async function countWithout(run: Runner, s: Staging, column: string): Promise<number> {
  const [found] = await run.rows<{ n: number }>(sql`
    select count(*)::int as n from import_row s
    where ${all(s, "staged")} and coalesce(s.values ->> ${column}, '') = ''`);
  return found!.n;
}

/** Row ranges that together hold all rows of the file. */
export function* ranges(s: Staging, size = CHUNK): Generator<[number, number]> {
  for (let lo = 1; lo <= s.rows; lo += size) yield [lo, Math.min(s.rows, lo + size - 1)];
}

export async function stageRows(
  run: Runner,
  s: Staging,
  rows: readonly StagedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const isPoint = s.layer.geometry === "Point";
  const column = <T>(values: T[], type: string) => sql`${sql.param(values)}::${sql.raw(type)}[]`;
  const point = (axis: number) =>
    rows.map((r) => (r.geometry?.type === "Point" ? r.geometry.coordinates[axis]! : null));
  const places = isPoint
    ? sql`${column(point(0), "float8")}, ${column(point(1), "float8")}`
    : sql`${column(
        rows.map((r) => (r.geometry ? JSON.stringify(r.geometry) : null)),
        "text",
      )}`;
  const names = isPoint ? sql`lon, lat` : sql`shape`;
  const place = isPoint
    ? sql`ST_SetSRID(ST_MakePoint(lon, lat), 4326)`
    : sql`ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326)`;
  await run.rows(sql`
    insert into import_row (county_id, import_id, row, key, subject_id, values, geom)
    select ${s.county}, ${s.id}::uuid, row, key, subject, v::jsonb, ${place}
    from unnest(${column(
      rows.map((r) => r.row),
      "int",
    )}, ${column(
      rows.map((r) => r.key),
      "text",
    )}, ${column(
      rows.map((r) => r.subject),
      "uuid",
    )}, ${column(
      rows.map((r) => JSON.stringify(r.values)),
      "text",
    )}, ${places}) as n(row, key, subject, v, ${names})`);
}

/**
 * Without statistics of the rows just staged the planner joins them row by row: a minute instead of
 * a second for 4,000 (measured).
 */
export const analyzeStaged = (run: Runner): Promise<unknown> => run.rows(sql`analyze import_row`);

/** Why rows are refused; the sentence is text, or SQL over the row `s`. */
export interface StagedFault extends Pick<Fault, "field" | "kind"> {
  reason: string | SQL;
}

/** Refuses staged rows for which `condition` holds; the first reason stands. */
export async function refuse(
  run: Runner,
  s: Staging,
  [lo, hi]: readonly [number, number],
  condition: SQL,
  { field, kind, reason }: StagedFault,
): Promise<void> {
  await run.rows(sql`
    update import_row s set state = 'refused', field = ${field}, kind = ${kind},
      reason = ${typeof reason === "string" ? sql`${reason}::text` : reason}
    where ${staged(s, lo, hi, "staged", "changed", "unchanged")} and ${condition}`);
}

const FAULTS = 4000;

/** Refuses the rows of these subjects, each with its own fault; the first of each stands. */
export async function refuseEach(
  run: Runner,
  s: Staging,
  faults: readonly (Fault & { id: string })[],
): Promise<void> {
  const first = [...new Map([...faults].reverse().map((f) => [f.id, f])).values()];
  for (let at = 0; at < first.length; at += FAULTS) {
    const some = first.slice(at, at + FAULTS);
    const column = (of: (f: Fault & { id: string }) => string, type = "text") =>
      sql`${sql.param(some.map(of))}::${sql.raw(type)}[]`;
    await run.rows(sql`
      update import_row s set state = 'refused', field = n.field, kind = n.kind, reason = n.reason
      from unnest(${column((f) => f.id, "uuid")}, ${column((f) => f.field)},
        ${column((f) => f.kind)}, ${column((f) => f.reason)}) as n(id, field, kind, reason)
      where ${all(s, "staged", "changed", "unchanged")} and s.subject_id = n.id`);
  }
}

export async function refusedRows(
  run: Runner,
  s: Staging,
  limit: number,
): Promise<{ count: number; rows: { row: number; field: string; reason: string }[] }> {
  const [n] = await run.rows<{ n: number }>(
    sql`select count(*)::int as n from import_row s where ${all(s, "refused")}`,
  );
  const rows =
    n!.n === 0
      ? []
      : await run.rows<{ row: number; field: string; reason: string }>(
          sql`select row, field, reason from import_row s where ${all(s, "refused")}
            order by row limit ${limit}`,
        );
  return { count: n!.n, rows };
}

export async function countStates(
  run: Runner,
  s: Staging,
): Promise<Record<"staged" | "changed" | "unchanged" | "refused", number>> {
  const rows = await run.rows<{ state: string; n: number }>(
    sql`select state, count(*)::int as n from import_row s
      where s.county_id = ${s.county} and s.import_id = ${s.id}::uuid group by state`,
  );
  return {
    staged: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
    ...Object.fromEntries(rows.map((r) => [r.state, r.n])),
  };
}

/** The middle of the rows that will be written, for a county that has none yet. */
export async function stagedMiddle(run: Runner, s: Staging): Promise<[number, number] | null> {
  const [row] = await run.rows<{ lon: number | null; lat: number }>(sql`
    select (ST_XMin(b) + ST_XMax(b)) / 2 as lon, (ST_YMin(b) + ST_YMax(b)) / 2 as lat
    from (select ST_Extent(geom) as b from import_row s where ${all(s, "staged", "changed")}) x`);
  return row && row.lon !== null ? [row.lon, row.lat] : null;
}

export async function unstage(run: Runner, s: Staging): Promise<void> {
  for (const [lo, hi] of ranges(s, 5 * CHUNK))
    await run.rows(
      sql`delete from import_row where county_id = ${s.county} and import_id = ${s.id}::uuid
        and row between ${lo} and ${hi}`,
    );
}

const FORGOTTEN_MS = 86_400_000;

/**
 * Rows that an import left when it was killed a day or more ago; its id (UUID v7) begins with when
 * it began.
 */
export async function unstageForgotten(run: Runner): Promise<void> {
  const hex = (Date.now() - FORGOTTEN_MS).toString(16).padStart(12, "0");
  await run.rows(
    sql`delete from import_row
      where import_id < ${`${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`}::uuid`,
  );
}
