import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database, Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";

interface Entry {
  id: string;
  at: string;
  viewer: string;
  roles: string[];
  purpose: string;
  outlet: string;
  county_id: number | null;
  counties: number[] | null;
  what: unknown;
}
interface Seal {
  batch: number;
  rows: number;
  previous: string;
  digest: string;
}

const GENESIS = "0".repeat(64);
const BATCH_LIMIT = 2000;

const entries = sql`id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  viewer, roles, purpose, outlet, county_id, counties, what`;

/** One line of canonical text a row, in the order of ids; the digest before leads. */
function digestOf(previous: string, rows: readonly Entry[]): string {
  const hash = createHash("sha256").update(previous);
  for (const r of rows)
    hash.update(
      "\n" +
        JSON.stringify([
          r.id,
          r.at,
          r.viewer,
          r.roles,
          r.purpose,
          r.outlet,
          // Rows sealed before one could name several counties keep the digest they have.
          r.counties ?? r.county_id,
          canonical(r.what),
        ]),
    );
  return hash.digest("hex");
}

/**
 * jsonb does not keep the order of keys as written; sorted, the text is the same on every engine.
 */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, canonical(v)]),
  );
}

/**
 * Seals the rows since the last seal into the chain; the head's digest, to be kept elsewhere by who
 * wants proof.
 */
export async function sealAccessLog(
  db: Database,
): Promise<{ batch: number; rows: number; digest: string } | null> {
  return db.transaction(async (tx) => {
    // Two processes sealing at once: the second waits here, then finds nothing left.
    await tx.rows(
      sql`insert into setting (name, value) values ('access-log', '0')
        on conflict (name) do update set value = setting.value`,
    );
    const [head] = await tx.rows<Seal>(
      sql`select batch, rows, previous, digest from access_log_seal order by batch desc limit 1`,
    );
    const rows = await tx.rows<Entry>(
      sql`select ${entries} from access_log where batch is null order by id limit ${BATCH_LIMIT}`,
    );
    if (rows.length === 0) return null;
    const batch = (head?.batch ?? 0) + 1;
    const previous = head?.digest ?? GENESIS;
    const digest = digestOf(previous, rows);
    await tx.rows(
      sql`update access_log set batch = ${batch}
        where id = any(${sql.param(rows.map((r) => r.id))}::uuid[])`,
    );
    await tx.rows(
      sql`insert into access_log_seal (batch, sealed_at, rows, previous, digest)
        values (${batch}, clock_timestamp(), ${rows.length}, ${previous}, ${digest})`,
    );
    return { batch, rows: rows.length, digest };
  });
}

export interface Verdict {
  valid: boolean;
  batches: number;
  rows: number;
  unsealed: number;
  head: string;
  brokenAt: number | null;
  reason: string | null;
}

/** Walks the chain from its beginning and says where it breaks. */
export async function verifyAccessLog(run: Runner): Promise<Verdict> {
  const seals = await run.rows<Seal>(
    sql`select batch, rows, previous, digest from access_log_seal order by batch`,
  );
  const [open] = await run.rows<{ n: number }>(
    sql`select count(*)::int as n from access_log where batch is null`,
  );
  let head = GENESIS,
    counted = 0;
  const broken = (batch: number, reason: string): Verdict => ({
    valid: false,
    batches: seals.length,
    rows: counted,
    unsealed: open!.n,
    head,
    brokenAt: batch,
    reason,
  });
  for (const [i, seal] of seals.entries()) {
    if (seal.batch !== i + 1) return broken(i + 1, "a seal is missing");
    if (seal.previous !== head)
      return broken(seal.batch, "a seal does not follow the one before it");
    const rows = await run.rows<Entry>(
      sql`select ${entries} from access_log where batch = ${seal.batch} order by id`,
    );
    if (rows.length !== seal.rows)
      return broken(seal.batch, `it was sealed with ${seal.rows} rows and holds ${rows.length}`);
    if (digestOf(head, rows) !== seal.digest)
      return broken(seal.batch, "a row was changed after it was sealed");
    head = seal.digest;
    counted += rows.length;
  }
  const [stray] = await run.rows<{ batch: number }>(
    sql`select batch from access_log where batch > ${seals.length} limit 1`,
  );
  if (stray) return broken(stray.batch, "rows name a seal that does not exist");
  return {
    valid: true,
    batches: seals.length,
    rows: counted,
    unsealed: open!.n,
    head,
    brokenAt: null,
    reason: null,
  };
}

export interface Line {
  id: string;
  at: string;
  viewer: string;
  roles: string[];
  purpose: string;
  outlet: string;
  counties: number[];
  what: Record<string, unknown>;
  sealed: boolean;
}

/**
 * The newest lines that concern any of these counties. Of the others that a line concerns, their
 * auditors see the same line; the ids of their rows are theirs alone.
 */
export async function linesOf(
  run: Runner,
  counties: readonly number[],
  first: number,
): Promise<Line[]> {
  const asked = sql`${sql.param([...counties])}::int[]`;
  const lines = await run.rows<Line>(sql`
    select id, ${instantSql(sql`at`)} as at, viewer, roles, purpose, outlet,
      coalesce(counties, array[county_id]) as counties, what, batch is not null as sealed
    from access_log where counties && ${asked} or county_id = any(${asked})
    order by id desc limit ${first}`);
  const audited = (id: string) => counties.includes(Number(id.split("-")[0]));
  return lines.map((line) => ({
    ...line,
    counties: line.counties.filter((c) => counties.includes(c)),
    what: withoutIds(line.what, audited),
  }));
}

function withoutIds(what: Record<string, unknown>, keep: (id: string) => boolean): Line["what"] {
  const layers = (what["layers"] ?? {}) as Record<string, { ids?: string[] }>;
  return {
    ...what,
    ...("layers" in what && {
      layers: Object.fromEntries(
        Object.entries(layers).map(([name, { ids, ...line }]) => [
          name,
          ids ? { ...line, ids: ids.filter(keep) } : line,
        ]),
      ),
    }),
  };
}
