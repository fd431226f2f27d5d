import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../core/database.js";
import type { Log } from "../core/log.js";
import { type Batch, endOfLog, readOn, type Told, toldOf } from "./event-log.js";
import { identityOfLog } from "./log-identity.js";
import type { Position } from "./position.js";
import { EVENTS_CHANNEL } from "./publish.js";

/** Events of one statement. */
const LIMIT = 2000;
/**
 * Who wrote may die between its commit and its call, and a call may be lost: then the log is read
 * after this time.
 */
const UNCALLED_MS = 1000;

/**
 * Between two readings: of many writes in a row each would wake one, which takes the next writer's
 * time. What is written meanwhile is read at once.
 */
const REST_MS = 50;

type Listener = (told: readonly Told[], batch: Batch) => void;

/**
 * Reads the log on behalf of all who listen in this process, from where it stood at the start. A
 * notification only wakes: what happened is read from the log, so a lost one delays an event by a
 * second and loses none.
 */
export class EventReader {
  private readonly listeners = new Set<Listener>();
  private position: Position | undefined;
  private name = "";
  private unlisten: (() => Promise<void>) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly db: Database,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    this.name = await identityOfLog(this.db);
    this.position = await endOfLog(this.db);
    this.unlisten = await this.db.engine.listen(EVENTS_CHANNEL, () => this.wake());
    this.timer = setInterval(() => {
      if (this.listeners.size > 0) this.wake();
    }, UNCALLED_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.unlisten?.();
    await this.reading;
  }

  /** By what name positions know the log. */
  get logName(): string {
    return this.name;
  }

  /** How many listen. */
  get open(): number {
    return this.listeners.size;
  }

  /** Where the log has been read to: what is told from now on was committed after it. */
  get readTo(): Position {
    return this.position!;
  }

  /** From now on hears each batch once it is read; answers how to stop. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private wake(): void {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = this.read()
      .catch((error: Error) => this.log(`events could not be read: ${error.message}`, "warn"))
      .then(() => delay(REST_MS))
      .finally(() => {
        this.reading = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  private async read(): Promise<void> {
    for (let more = true; more; ) {
      const batch = await readOn(this.db, this.position!, LIMIT);
      this.position = batch.to;
      more = batch.more;
      if (batch.events.length === 0) continue;
      const told = toldOf(batch);
      for (const listener of this.listeners) listener(told, batch);
    }
  }
}
