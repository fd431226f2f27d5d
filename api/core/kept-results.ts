/** A result and how many bytes it holds, about. */
export interface Kept<T> {
  value: T;
  bytes: number;
}

/** Of a row with a key and a label, and of a result without any, about. */
const ROW_BYTES = 150;
const RESULT_BYTES = 1000;

export const keptRows = <T>(rows: readonly T[]): Kept<readonly T[]> => ({
  value: rows,
  bytes: RESULT_BYTES + rows.length * ROW_BYTES,
});

interface Entry {
  done?: Kept<unknown>;
  making?: Promise<Kept<unknown>>;
  /** Ends what is being made when nobody waits for it any more. */
  stop: AbortController;
  waiting: number;
}

const BYTES_KEPT = 64 * 2 ** 20;

/**
 * Results by what they depend on: question, policy and data version. The last used are kept, up to
 * so many bytes; who asks for what is being made waits for the same.
 */
export class KeptResults {
  private readonly entries = new Map<string, Entry>();

  async get<T>(
    key: string,
    signal: AbortSignal | undefined,
    make: (signal: AbortSignal) => Promise<Kept<T>>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const known = this.entries.get(key);
    const entry = known && !known.stop.signal.aborted ? known : this.begin(key, make);
    this.entries.delete(key);
    this.entries.set(key, entry);
    return (entry.done ?? (await this.waited(entry, signal))).value as T;
  }

  private begin(key: string, make: (signal: AbortSignal) => Promise<Kept<unknown>>): Entry {
    const stop = new AbortController();
    const entry: Entry = { stop, waiting: 0 };
    entry.making = make(stop.signal).then(
      (kept) => {
        entry.done = kept;
        this.forgetOldest();
        return kept;
      },
      (error: unknown) => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
        throw error;
      },
    );
    return entry;
  }

  private async waited(entry: Entry, signal: AbortSignal | undefined): Promise<Kept<unknown>> {
    let isThere = true;
    const leave = () => {
      if (isThere && --entry.waiting === 0 && !entry.done) entry.stop.abort();
      isThere = false;
    };
    entry.waiting++;
    signal?.addEventListener("abort", leave, { once: true });
    try {
      return await entry.making!;
    } finally {
      signal?.removeEventListener("abort", leave);
      leave();
    }
  }

  private forgetOldest(): void {
    let bytes = 0;
    for (const [key, { done }] of [...this.entries].reverse()) {
      bytes += done?.bytes ?? 0;
      if (done && bytes > BYTES_KEPT) this.entries.delete(key);
    }
  }
}
