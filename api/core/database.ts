import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { ClientBase, QueryConfig } from "pg";
import type { Engine } from "../../db/engine/engine.js";
import { faultOf } from "../../db/engine/fault.js";
import type { Packet } from "../../db/row-packets.js";
import { type Lane, Lanes, limitsFor } from "./lanes.js";
import type { Log } from "./log.js";
import { type RunningRequest, runRequest } from "./request.js";
import { openTransaction, type Plans, type Runner, type Transaction } from "./transaction.js";

export type { Runner, Transaction } from "./transaction.js";

const dialect = new PgDialect();
const STATEMENT_SHOWN = 600;
/**
 * With one connection the pool would wait for itself forever; with many the statement would escape
 * the transaction unseen.
 */
const POOL_INSIDE = "the pool was used inside a transaction: use the transaction's own runner";

/**
 * A fragment without parameters as one piece of text: composing a statement from forty pieces costs
 * more than running it.
 */
export function frozen(fragment: SQL): SQL {
  const { sql: text, params } = dialect.sqlToQuery(fragment);
  return params.length === 0 ? sql.raw(text) : fragment;
}

const RESTARTS = new Set<string | undefined>(["STATEMENT_DEADLINE", "ENGINE_RESTARTED"]);

/**
 * SQL composed with drizzle's `sql`, run unnamed (a named statement with a geometry parameter loses
 * its index choice at its sixth call) but in a transaction that keeps its plans. `watch` is how tests
 * see every statement.
 */
export class Database implements Runner {
  private readonly inTransaction = new AsyncLocalStorage<true>();
  watch: ((text: string, params: readonly unknown[]) => void) | undefined;

  readonly lanes: Lanes;
  private readonly told = new EventEmitter().setMaxListeners(0);
  /** What is being said on a channel, and whether it is to be said again. */
  private readonly saying = new Map<string, boolean>();
  private readonly asking = new Map<string, Promise<object[]>>();

  constructor(
    readonly engine: Engine,
    private readonly slow?: { log: Log; slowMs: number },
  ) {
    this.lanes = new Lanes(limitsFor(engine.kind, engine.pool.options.max));
  }

  /** Runs what a request asks for: its statements get the time of what somebody waits for. */
  serve<T>(request: RunningRequest, work: () => T): T {
    return this.engine.withDeadline(this.engine.interactiveMs, () => runRequest(request, work));
  }

  /** Runs `work`; what its statements find is wanted until `signal` is aborted (Engine). */
  whileWanted<T>(signal: AbortSignal, work: () => T): T {
    return this.engine.whileWanted(signal, work);
  }

  async rows<T extends object>(query: SQL, lane: Lane = "short"): Promise<T[]> {
    if (this.inTransaction.getStore()) throw new Error(POOL_INSIDE);
    return await this.inTurn(lane, () => this.onPool<T>(this.composed(query)));
  }

  /**
   * Rows of a question that many ask at the same moment, such as subscribers of one policy about
   * one event: who asks what is being asked already, in the same words, shares its answer.
   */
  shared<T extends object>(query: SQL): Promise<T[]> {
    const { sql: text, params: values } = dialect.sqlToQuery(query);
    const key = JSON.stringify([text, values]);
    let answer = this.asking.get(key) as Promise<T[]> | undefined;
    if (!answer) {
      this.watch?.(text, values);
      answer = this.inTurn("short", () => this.onPool<T>({ text, values })).finally(() =>
        this.asking.delete(key),
      );
      this.asking.set(key, answer);
    }
    return answer;
  }

  /** Rows as the database sent them, for who only writes them on (db/row-packets.ts). */
  async packets(query: SQL, lane: Lane): Promise<Packet[]> {
    if (this.inTransaction.getStore()) throw new Error(POOL_INSIDE);
    const statement = { ...this.composed(query), packets: true } as const;
    return await this.inTurn(lane, () => this.onPool<Packet>(statement));
  }

  /** `kept`: of few rows, whose statements take longer to plan than to run. */
  async transaction<R>(work: (tx: Transaction) => Promise<R>, plans: Plans = "made"): Promise<R> {
    if (this.inTransaction.getStore())
      throw new Error("a transaction was opened inside a transaction");
    const after: (() => Promise<void>)[] = [];
    const result = await this.inTurn("write", () => this.transact(work, plans, after));
    for (const done of after)
      await done().catch((error: Error) =>
        this.slow?.log(`after a commit: ${error.message}`, "warn"),
      );
    return result;
  }

  /** Tells a channel in all processes: this one at once, also where a pooler swallows LISTEN. */
  async notify(channel: string, payload: string): Promise<void> {
    this.told.emit(channel, payload);
    await this.engine.notify(channel, payload);
  }

  /**
   * The same without anybody waiting: what is being said already is said once more after it,
   * however often it is asked for meanwhile.
   */
  private tell(channel: string, payload: string): void {
    const words = `${channel} ${payload}`;
    const again = this.saying.has(words);
    this.saying.set(words, again);
    if (again) return void this.told.emit(channel, payload);
    this.notify(channel, payload)
      .catch((error: Error) => this.slow?.log(`after a commit: ${error.message}`, "warn"))
      .finally(() => {
        const more = this.saying.get(words);
        this.saying.delete(words);
        if (more) this.tell(channel, payload);
      });
  }

  /** Hears a channel; what this process tells may be heard twice. */
  async listen(channel: string, hear: (payload: string) => void): Promise<() => Promise<void>> {
    this.told.on(channel, hear);
    const unlisten = await this.engine.listen(channel, hear);
    return async () => {
      this.told.off(channel, hear);
      await unlisten();
    };
  }

  /** Whoever made the embedded engine start anew held everyone up. */
  private inTurn<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.engine.kind === "server") return this.lanes.run(lane, work);
    return this.lanes.run(lane, () =>
      work().catch((error: unknown) => {
        if (RESTARTS.has(faultOf(error))) this.lanes.brake(lane);
        throw error;
      }),
    );
  }

  private async transact<R>(
    work: (tx: Transaction) => Promise<R>,
    plans: Plans,
    after: (() => Promise<void>)[],
  ): Promise<R> {
    const { pool, together } = this.engine;
    const client = await pool.connect();
    const oneByOne = async (statements: readonly QueryConfig[]) => {
      const answers: object[][] = [];
      for (const statement of statements)
        answers.push(await this.noted(statement.text, () => rowsOf(client, statement)));
      return answers;
    };
    const inOnePiece = (statements: readonly QueryConfig[]) =>
      this.noted(statements.map(({ text }) => text).join("; "), () =>
        together!(client, statements),
      );
    const { tx, commit, rollback } = openTransaction({
      plans: together ? plans : "made",
      run: together ? inOnePiece : oneByOne,
      composed: (query) => this.composed(query),
      afterCommit: (done) => void after.push(done),
      tell: (channel, payload) => this.tell(channel, payload),
    });
    let broken: Error | undefined;
    try {
      const result = await this.inTransaction.run(true, () => work(tx));
      await commit();
      return result;
    } catch (error) {
      await rollback().catch((e: Error) => (broken = e));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private onPool<T extends object>(statement: QueryConfig): Promise<T[]> {
    return this.noted(statement.text, () => rowsOf<T>(this.engine.pool, statement));
  }

  private composed(query: SQL): { text: string; values: unknown[] } {
    const { sql: text, params: values } = dialect.sqlToQuery(query);
    this.watch?.(text, values);
    return { text, values };
  }

  /** The text of a slow statement is ours; its values are somebody's and stay out of the log. */
  private async noted<T>(text: string, run: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await run();
    } finally {
      const ms = Math.round(performance.now() - begun);
      if (this.slow && ms > this.slow.slowMs) {
        const shown = text.replace(/\s+/g, " ").trim().slice(0, STATEMENT_SHOWN);
        this.slow.log("slow statement", "warn", { ms, statement: shown });
      }
    }
  }
}

const rowsOf = async <T extends object>(
  on: Pick<ClientBase, "query">,
  statement: QueryConfig,
): Promise<T[]> => (await on.query(statement)).rows as T[];
