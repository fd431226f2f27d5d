/** Bytes of answers that a process keeps, about. */
const BYTES_KEPT = 32 * 2 ** 20;
/** Of a row with its key and label, and of an answer without any. */
const ROW_BYTES = 150;
const ANSWER_BYTES = 1000;

interface Entry {
  version: string;
  answer: Promise<readonly object[]>;
  bytes: number;
}

/**
 * Answers by the statement that they are of, the last used kept. What a statement asks holds all
 * that the policy makes of the viewer, so that two viewers share an answer where they would be given
 * the same rows, and nowhere else. An answer holds as long as the version of the data that it was
 * made from; who asks while it is being made waits for the same.
 */
export class KeptAnswers {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(private readonly most = BYTES_KEPT) {}

  async get<T extends object>(
    key: string,
    version: string,
    ask: () => Promise<T[]>,
  ): Promise<readonly T[]> {
    const known = this.entries.get(key);
    if (known?.version === version) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return (await known.answer) as readonly T[];
    }
    if (known) this.drop(key, known);
    const entry: Entry = { version, answer: ask(), bytes: key.length };
    this.entries.set(key, entry);
    try {
      const rows = await entry.answer;
      this.keep(key, entry, rows.length);
      return rows as readonly T[];
    } catch (error) {
      // What failed for one (busy, away) is asked anew by the next.
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }

  private keep(key: string, entry: Entry, rows: number): void {
    if (this.entries.get(key) !== entry) return;
    entry.bytes += ANSWER_BYTES + rows * ROW_BYTES;
    this.bytes += entry.bytes;
    for (const [oldest, old] of this.entries) {
      if (this.bytes <= this.most || old === entry) break;
      this.drop(oldest, old);
    }
  }

  /** What is still being asked was not counted yet. */
  private drop(key: string, { bytes }: Entry): void {
    this.entries.delete(key);
    if (bytes > key.length) this.bytes -= bytes;
  }
}
