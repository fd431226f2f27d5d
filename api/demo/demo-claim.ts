import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "../core/database.js";

const SETTING = "demo-load";
/** Generating the county keeps a process busy for seconds; its claim must outlast that. */
const HOLD_S = 60;
const RENEW_MS = 5_000;

/**
 * How far the loading of the demonstration county got: `loading` by a process that lives,
 * `unfinished` when that process died, `done`.
 */
export type DemoState = "none" | "loading" | "unfinished" | "done";

// Releases before claims wrote the bare word.
const state = sql`case
  when value is null then 'none'
  when (value ->> 'until')::timestamptz > now() then 'loading'
  else coalesce(value ->> 'state', value #>> '{}') end`;

export async function demoState(db: Database): Promise<DemoState> {
  const [row] = await db.rows<{ state: DemoState }>(
    sql`select ${state} as state from setting where name = ${SETTING}`,
  );
  return row?.state ?? "none";
}

export interface DemoClaim {
  /** How it stood before. */
  before: DemoState;
  /** Ends the claim; what is loaded by now is done, or stays for the next process to load anew. */
  release(state: "unfinished" | "done"): Promise<void>;
}

/**
 * Takes the loading for this process; null while another has it. A row with a time and not a lock:
 * the load is many statements long, and no connection is ours for so long behind a pooler.
 */
export async function claimDemo(db: Database): Promise<DemoClaim | null> {
  const holder = randomUUID();
  const mine = sql`jsonb_build_object('state', 'unfinished', 'holder', ${holder}::text,
    'until', now() + make_interval(secs => ${HOLD_S}))`;
  const before = await db.transaction(async (tx) => {
    await tx.rows(
      sql`insert into setting (name, value) values (${SETTING}, '"none"') on conflict do nothing`,
    );
    const [row] = await tx.rows<{ state: DemoState }>(
      sql`select ${state} as state from setting where name = ${SETTING} for update`,
    );
    if (row!.state !== "loading")
      await tx.rows(sql`update setting set value = ${mine} where name = ${SETTING}`);
    return row!.state;
  });
  if (before === "loading") return null;
  const held = sql`name = ${SETTING} and value ->> 'holder' = ${holder}`;
  const timer = setInterval(() => {
    void db.rows(sql`update setting set value = ${mine} where ${held}`).catch(() => undefined);
  }, RENEW_MS);
  timer.unref();
  return {
    before,
    async release(end) {
      clearInterval(timer);
      await db.rows(
        sql`update setting set value = jsonb_build_object('state', ${end}::text) where ${held}`,
      );
    },
  };
}
