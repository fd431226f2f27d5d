import type { CountedCells } from "./counted-cells.js";

/** Bytes of counts that a process keeps. */
const BYTES_KEPT = 64 * 2 ** 20;
/** Counting anew takes this share of the time, and so many milliseconds at once. */
const SHARE = 0.05;
const BURST_MS = 1000;

interface Entry {
  cells?: CountedCells;
  /** Being counted for the first time: whoever asks meanwhile waits for the same. */
  first?: Promise<CountedCells>;
  renewing?: boolean;
}

/**
 * Counts of points by the question they answer, the last used kept. They hold while the data's
 * version does. When it has changed they are counted anew, but not more than a share of the time:
 * while others write, what is shown far out is as old as twenty times what counting costs.
 */
export class KeptCounts {
  private readonly entries = new Map<string, Entry>();
  private credit = BURST_MS;
  private at: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.at = now();
  }

  /** What is kept, of whatever version. */
  peek(key: string): CountedCells | undefined {
    return this.entries.get(key)?.cells;
  }

  async get(
    key: string,
    version: string,
    count: () => Promise<CountedCells>,
  ): Promise<CountedCells> {
    const entry = this.entries.get(key) ?? {};
    this.entries.delete(key);
    this.entries.set(key, entry);
    const { cells } = entry;
    if (cells) {
      if (cells.version === version || entry.renewing || !this.affords()) return cells;
      entry.renewing = true;
      try {
        return this.keep(entry, await this.paid(count));
      } finally {
        entry.renewing = false;
      }
    }
    // Who began it may have been refused a connection, which is nothing to those who waited.
    if (entry.first) return entry.first.catch(() => this.get(key, version, count));
    entry.first = count();
    try {
      return this.keep(entry, await entry.first);
    } finally {
      delete entry.first;
    }
  }

  private affords(): boolean {
    const now = this.now();
    this.credit = Math.min(BURST_MS, this.credit + (now - this.at) * SHARE);
    this.at = now;
    return this.credit > 0;
  }

  private async paid(count: () => Promise<CountedCells>): Promise<CountedCells> {
    const begun = this.now();
    try {
      return await count();
    } finally {
      this.credit -= this.now() - begun;
    }
  }

  private keep(entry: Entry, cells: CountedCells): CountedCells {
    entry.cells = cells;
    let bytes = 0;
    for (const [key, { cells: kept, first }] of [...this.entries].reverse()) {
      bytes += kept?.bytes ?? 0;
      if (bytes > BYTES_KEPT && kept !== cells && !first) this.entries.delete(key);
    }
    return cells;
  }
}
