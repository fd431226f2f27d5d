import type { Database } from "../core/database.js";
import type { Identifier } from "../core/identifier.js";
import { CHANGED_CHANNEL, type JobRow } from "./job.js";
import { jobOf } from "./jobs.queries.js";

/** Changes are told together: a hundred small jobs a second are not two hundred notifications. */
const TOLD_EVERY_MS = 50;
/** A notification carries 7,999 bytes at most, an id 37. */
const TOLD_AT_ONCE = 200;

/** Who follows jobs, in this process; and what this process tells others' followers. */
export class Watchers {
  private readonly following = new Map<string, Set<() => void>>();
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly failed: (error: Error) => void,
  ) {}

  /** How many follow a job. */
  get open(): number {
    return [...this.following.values()].reduce((n, set) => n + set.size, 0);
  }

  /** Ids, as they come over the channel. */
  heard(ids: string): void {
    for (const id of ids.split(",")) for (const wake of this.following.get(id) ?? []) wake();
  }

  /** All look again: a notification may have been missed. */
  wakeAll(): void {
    for (const set of this.following.values()) for (const wake of set) wake();
  }

  tell(id: string): void {
    this.changed.add(id);
    this.timer ??= setTimeout(() => void this.flush(), TOLD_EVERY_MS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const ids = [...this.changed];
    this.changed.clear();
    for (let at = 0; at < ids.length; at += TOLD_AT_ONCE)
      await this.db
        .notify(CHANGED_CHANNEL, ids.slice(at, at + TOLD_AT_ONCE).join(","))
        .catch(this.failed);
  }

  /** The job whenever it may have changed, until it ends. */
  async *watch(at: Identifier): AsyncGenerator<JobRow> {
    let wake = () => {};
    let pending = true;
    const notice = () => {
      pending = true;
      wake();
    };
    const set = this.following.get(at.id) ?? new Set();
    this.following.set(at.id, set.add(notice));
    try {
      for (let last = ""; ; ) {
        if (!pending)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        pending = false;
        const job = await jobOf(this.db, at);
        if (!job) return;
        const { state, attempts, phase, done, total } = job;
        const text = JSON.stringify([state, attempts, phase, done, total]);
        if (text !== last) yield job;
        last = text;
        if (state !== "waiting" && state !== "running") return;
      }
    } finally {
      set.delete(notice);
      if (set.size === 0) this.following.delete(at.id);
    }
  }
}
