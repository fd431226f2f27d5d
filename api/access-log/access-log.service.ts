import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { AccessLogFault } from "../../schema/access-log.js";
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
  /** From when until when the chain was found unbroken; null: nothing of it was. */
  since: string | null;
  until: string | null;
  brokenAt: number | null;
  fault: AccessLogFault | null;
  reason: string | null;
}

const REASONS: Record<AccessLogFault, string> = {
  SEAL_MISSING: "a seal is missing",
  SEAL_UNLINKED: "a seal does not follow the one before it",
  RECORDS_COUNT: "it holds more or fewer rows than were sealed",
  RECORD_CHANGED: "a row was changed after it was sealed",
  SEAL_UNKNOWN: "rows name a seal that does not exist",
};

type SealKept = Seal & { sealedAt: string };

/**
 * Walks the chain from its beginning and says where it breaks, a batch a statement: a long log
 * holds nobody up.
 */
export async function verifyAccessLog(run: Runner): Promise<Verdict> {
  const seals = await run.rows<SealKept>(
    sql`select batch, rows, previous, digest, ${instantSql(sql`sealed_at`)} as "sealedAt"
      from access_log_seal order by batch`,
  );
  const [open] = await run.rows<{ n: number; since: string | null }>(
    sql`select count(*) filter (where batch is null)::int as n,
      ${instantSql(sql`min(at)`)} as since from access_log`,
  );
  const good = { rows: 0, head: GENESIS, until: null as string | null };
  const verdict = (broken: [batch: number, fault: AccessLogFault] | null): Verdict => ({
    valid: broken === null,
    batches: seals.length,
    unsealed: open!.n,
    ...good,
    since: good.until && open!.since,
    brokenAt: broken?.[0] ?? null,
    fault: broken?.[1] ?? null,
    reason: broken && REASONS[broken[1]],
  });
  for (const [i, seal] of seals.entries()) {
    if (seal.batch !== i + 1) return verdict([i + 1, "SEAL_MISSING"]);
    if (seal.previous !== good.head) return verdict([seal.batch, "SEAL_UNLINKED"]);
    const rows = await run.rows<Entry>(
      sql`select ${entries} from access_log where batch = ${seal.batch} order by id`,
    );
    if (rows.length !== seal.rows) return verdict([seal.batch, "RECORDS_COUNT"]);
    if (digestOf(good.head, rows) !== seal.digest) return verdict([seal.batch, "RECORD_CHANGED"]);
    good.head = seal.digest;
    good.rows += rows.length;
    good.until = seal.sealedAt;
  }
  const [stray] = await run.rows<{ batch: number }>(
    sql`select batch from access_log where batch > ${seals.length} limit 1`,
  );
  return verdict(stray ? [stray.batch, "SEAL_UNKNOWN"] : null);
}

const walks = new WeakMap<Runner, Promise<Verdict>>();

/** Whoever asks while the chain is walked gets what that walk finds: it is one walk at a time. */
export function verifiedOnce(run: Runner): Promise<Verdict> {
  const walk =
    walks.get(run) ??
    verifyAccessLog(run).finally(() => {
      walks.delete(run);
    });
  walks.set(run, walk);
  return walk;
}
