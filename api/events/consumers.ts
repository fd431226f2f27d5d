import { type SQL, sql } from "drizzle-orm";
import { eventConsumer } from "../../db/tables/events.js";
import type { Database, Runner, Transaction } from "../core/database.js";
import type { Log } from "../core/log.js";
import { endOfLog, type LoggedEvent, readOn } from "./event-log.js";
import type { EventReader } from "./event-reader.js";
import { formatPosition, type Position, parsePosition } from "./position.js";

/** Events of one transaction, which is over within a second on either engine. */
const AT_ONCE = 200;
/** What failed is tried again after so long, if nothing happens before. */
const AGAIN_MS = 5000;

export interface Consumer {
  /** By what name its position is kept: one a purpose, whatever the number of processes. */
  name: string;
  /** Which events it wants; the others count as seen. */
  only?: SQL;
  /** Does what follows, in the transaction that moves the position: both happen, or neither. */
  handle(tx: Transaction, events: readonly LoggedEvent[]): Promise<void>;
}

const kept = ({ next, gaps }: Position) => ({
  next: sql`${String(next)}::xid8`,
  gaps: sql`${`{${gaps.join(",")}}`}::xid8[]`,
});

/** Where a named reader stands; a new one begins at the log's end. */
async function standing(run: Runner, name: string): Promise<Position> {
  const read = () =>
    run.rows<{ position: string }>(
      sql`select ${eventConsumer.position} as position from ${eventConsumer}
        where ${eventConsumer.name} = ${name}`,
    );
  const [known] = await read();
  if (known) return parsePosition(known.position);
  const end = await endOfLog(run);
  const { next, gaps } = kept(end);
  await run.rows(sql`insert into ${eventConsumer} (name, position, next, gaps, at)
    values (${name}, ${formatPosition(end)}, ${next}, ${gaps}, now()) on conflict do nothing`);
  return parsePosition((await read())[0]!.position);
}

/**
 * Moves a named reader, if it still stands where it stood: of several processes that read for it one
 * does, and the others, who wait for its commit, find nothing to do.
 */
async function move(tx: Transaction, name: string, from: Position, to: Position): Promise<boolean> {
  const { next, gaps } = kept(to);
  const [moved] = await tx.rows(sql`
    update ${eventConsumer} set position = ${formatPosition(to)}, next = ${next}, gaps = ${gaps},
      at = now()
    where ${eventConsumer.name} = ${name} and ${eventConsumer.position} = ${formatPosition(from)}
    returning 1 as one`);
  return moved !== undefined;
}

/**
 * Handles some of what happened since a named reader last did; answers whether there may be more.
 * What a crash interrupted is handled again, from the same position.
 */
async function consume(db: Database, { name, only, handle }: Consumer): Promise<boolean> {
  const from = await standing(db, name);
  const { events, to, more } = await readOn(db, from, AT_ONCE, only);
  if (formatPosition(to) === formatPosition(from)) return false;
  await db.transaction(async (tx) => {
    if ((await move(tx, name, from, to)) && events.length > 0) await handle(tx, events);
  });
  return more;
}

/** Runs the named readers in this process, whenever something happened anywhere. */
export class Consumers {
  private readonly all: Consumer[] = [];
  private unlisten: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly events: EventReader,
    private readonly log: Log,
  ) {}

  /** Before the start; the name stays, or all that is kept of the log is handled anew. */
  register(consumer: Consumer): void {
    this.all.push(consumer);
  }

  start(): void {
    if (this.all.length === 0) return;
    this.unlisten = this.events.listen(() => this.wake());
    this.wake();
  }

  async stop(): Promise<void> {
    this.unlisten?.();
    clearTimeout(this.timer);
    await this.running;
  }

  private wake(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.runAll().finally(() => {
      this.running = undefined;
      if (this.again) {
        this.again = false;
        this.wake();
      }
    });
  }

  private async runAll(): Promise<void> {
    for (const consumer of this.all)
      try {
        while (await consume(this.db, consumer));
      } catch (error) {
        this.log(`${consumer.name} of events: ${(error as Error).message}`, "warn");
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.wake(), AGAIN_MS).unref();
      }
  }
}
