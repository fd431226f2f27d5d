import type { SQL } from "drizzle-orm";
import type { QueryConfig } from "pg";
import type { Lane } from "./lanes.js";

/** Something that runs composed SQL: the pool, or an open transaction. */
export interface Runner {
  /** In a transaction, which has its connection, the lane says nothing. */
  rows<T extends object = Record<string, unknown>>(query: SQL, lane?: Lane): Promise<T[]>;
}

export interface Transaction extends Runner {
  /**
   * Sends a statement of whose answer nothing is needed: with the next one or with the commit, which
   * fail with it. A way to the server less.
   */
  send(query: SQL): void;
  /**
   * Done once the transaction is committed, and not when it is rolled back: waking those who read
   * what it wrote. What fails here undoes nothing, so it is logged and nobody is told.
   */
  afterCommit(work: () => Promise<void>): void;
  /** Tells a channel once the transaction is committed, the same words once. */
  notify(channel: string, payload?: string): void;
}

/**
 * Of its statements: made for the values of each, or made once a connection and kept. A kept plan
 * knows no values: good for few rows by their keys, bad for what a geometry or a set is asked of.
 */
export type Plans = "made" | "kept";

const BEGIN = { text: "begin" };
const COMMIT = { text: "commit" };
/** Over the session's own (db/engine/server.ts). */
const KEEP = { text: "set local plan_cache_mode = force_generic_plan" };

/** Each is some kilobytes of every connection's memory, for as long as it stands. */
const NAMES = 256;
const names = new Map<string, string>();

/** The name by which a connection knows a statement; those that came later have none. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= NAMES) return known;
  const name = `kept ${names.size}`;
  names.set(text, name);
  return name;
}

export interface Opening {
  plans: Plans;
  /** Runs statements of its connection: none behind one that fails. */
  run(statements: readonly QueryConfig[]): Promise<object[][]>;
  composed(query: SQL): { text: string; values: unknown[] };
  afterCommit(work: () => Promise<void>): void;
  tell(channel: string, payload: string): void;
}

/** A transaction that begins with its first statement, and how to end it. */
export function openTransaction({ plans, run, composed, afterCommit, tell }: Opening): {
  tx: Transaction;
  commit(): Promise<void>;
  rollback(): Promise<void>;
} {
  const told = new Set<string>();
  let waiting: QueryConfig[] = plans === "kept" ? [BEGIN, KEEP] : [BEGIN];
  let idle = true;
  let begun = false;
  const statementOf = (query: SQL): QueryConfig => {
    idle = false;
    const statement = composed(query);
    const name = plans === "kept" ? nameOf(statement.text) : undefined;
    return name ? { ...statement, name } : statement;
  };
  const runWith = (last: QueryConfig): Promise<object[][]> => {
    const statements = [...waiting, last];
    waiting = [];
    begun = true;
    return run(statements);
  };
  const tx: Transaction = {
    rows: async <T extends object>(query: SQL) => (await runWith(statementOf(query))).at(-1) as T[],
    send: (query) => void waiting.push(statementOf(query)),
    afterCommit,
    notify: (channel, payload = "") => {
      const words = `${channel} ${payload}`;
      if (!told.has(words)) afterCommit(async () => tell(channel, payload));
      told.add(words);
    },
  };
  return {
    tx,
    commit: async () => {
      if (!idle) await runWith(COMMIT);
    },
    rollback: async () => {
      waiting = [];
      if (begun) await run([{ text: "rollback" }]);
    },
  };
}
