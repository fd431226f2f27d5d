import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { reasonOf } from "./fault.js";

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;
/** A connection that a firewall dropped in silence is found by asking. */
const PING_EVERY_MS = 30_000;
const PING_LIMIT_MS = 10_000;

/**
 * LISTEN on a connection of its own that comes back by itself; poolers and the pool's queries
 * cannot disturb it.
 */
export class Listener {
  readonly #channels = new EventEmitter().setMaxListeners(0);
  #client: pg.Client | undefined;
  #connecting: Promise<void> | undefined;
  #closed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly log: (line: string) => void,
    private readonly onGap: () => void,
  ) {}

  /** Resolves when the server hears for us: what is notified after that arrives. */
  async listen(
    channel: string,
    onPayload: (payload: string) => void,
  ): Promise<() => Promise<void>> {
    this.#channels.on(channel, onPayload);
    try {
      if (!this.#client) await (this.#connecting ??= this.#connect());
      await this.#ask(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      this.#channels.off(channel, onPayload);
      throw error;
    }
    return async () => {
      this.#channels.off(channel, onPayload);
      if (this.#channels.listenerCount(channel) === 0)
        await this.#ask(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
    };
  }

  /** One statement after the other: pg warns of a query that is asked beside another. */
  #ask(statement: string): Promise<unknown> {
    const asked = this.#last.then(() => this.#client?.query(statement));
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      application_name: "hearthgrid listen",
      connectionTimeoutMillis: PING_LIMIT_MS,
      query_timeout: PING_LIMIT_MS,
    });
    client.on("error", () => undefined); // 'end' follows
    client.on("notification", ({ channel, payload }) =>
      this.#channels.emit(channel, payload ?? ""),
    );
    try {
      await client.connect();
      for (const channel of this.#channels.eventNames())
        await client.query(`listen ${pg.escapeIdentifier(String(channel))}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    } finally {
      this.#connecting = undefined;
    }
    if (this.#closed) return void client.end();
    this.#client = client;
    const ping = setInterval(() => {
      client
        .query("select 1")
        .catch(() =>
          (
            client as unknown as { connection: { stream: { destroy(): void } } }
          ).connection.stream.destroy(),
        );
    }, PING_EVERY_MS);
    ping.unref();
    client.once("end", () => {
      clearInterval(ping);
      if (this.#client !== client) return;
      this.#client = undefined;
      if (!this.#closed) void this.#comeBack();
    });
  }

  async #comeBack(): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !this.#closed; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        await (this.#connecting ??= this.#connect());
        if (!this.#closed) this.onGap();
        return;
      } catch (error) {
        this.log(`The connection for notifications is not back yet: ${reasonOf(error)}`);
      }
      await delay(wait, undefined, { ref: false });
    }
  }
}
