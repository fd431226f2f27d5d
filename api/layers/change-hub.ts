import { sql } from "drizzle-orm";
import type { LayerName } from "../../schema/layers/index.js";
import type { Database } from "../core/database.js";
import type { Log } from "../core/log.js";

export interface OutboxEvent {
  id: string;
  county: number;
  layer: LayerName;
  subject: string | null;
  action: string;
  version: number | null;
  at: string;
}

const CHANNEL = "hearthgrid_changes";
/** Events of transactions that committed late are still found this long after their moment. */
const WINDOW_S = 60;
const KEEP = "1 hour";
const LIMIT = 5000;

type Listener = (events: readonly OutboxEvent[]) => void;

/**
 * Brings committed changes of every service process to this one's subscribers. The notification
 * only wakes; what
 * happened is read from the outbox, so a lost notification delays an event (until the next, or the
 * timer) and loses none.
 */
export class ChangeHub {
  private readonly listeners = new Set<Listener>();
  private readonly seen = new Map<string, number>();
  private unlisten: (() => Promise<void>) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly db: Database,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    await this.read(true);
    this.unlisten = await this.db.engine.listen(CHANNEL, () => this.wake());
    this.timer = setInterval(() => {
      if (this.listeners.size > 0) this.wake();
    }, 5000);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.unlisten?.();
    await this.reading;
  }

  /** How many listen. */
  get open(): number {
    return this.listeners.size;
  }

  /** Called after a commit that wrote to the outbox. */
  announce(): Promise<void> {
    return this.db.engine.notify(CHANNEL, "");
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private wake(): void {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = this.read(false)
      .catch((error: Error) => this.log(`changes could not be read: ${error.message}`, "warn"))
      .finally(() => {
        this.reading = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  private async read(silently: boolean): Promise<void> {
    const events = await this.db.rows<OutboxEvent & { ms: number }>(sql`
      select id, county_id as county, layer, subject_id as subject, action, version,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        extract(epoch from at)::float8 * 1000 as ms
      from outbox where at > now() - make_interval(secs => ${WINDOW_S})
      order by at limit ${LIMIT}`);
    const fresh = events.filter((e) => !this.seen.has(e.id));
    for (const e of fresh) this.seen.set(e.id, e.ms);
    const horizon = Date.now() - 2 * WINDOW_S * 1000;
    for (const [id, at] of this.seen) if (at < horizon) this.seen.delete(id);
    if (!silently && fresh.length > 0) for (const listener of this.listeners) listener(fresh);
  }

  /** Removes delivered events; called by the housekeeping of the service. */
  async prune(): Promise<void> {
    await this.db.rows(sql`delete from outbox where at < now() - ${KEEP}::interval`);
  }
}
