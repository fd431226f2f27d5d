const LONGEST_MS = 60_000;

/**
 * Who broke something is kept from trying again for a while that doubles each time; a while as long
 * as the longest without, and it is forgotten.
 */
export class Brake {
  private readonly struck = new Map<string, { times: number; until: number }>();

  constructor(
    private readonly firstMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  strike(name: string): void {
    const now = this.now();
    for (const [known, { until }] of this.struck)
      if (now > until + LONGEST_MS) this.struck.delete(known);
    const times = (this.struck.get(name)?.times ?? 0) + 1;
    const until = now + Math.min(LONGEST_MS, this.firstMs * 2 ** (times - 1));
    this.struck.set(name, { times, until });
  }

  /** For how much longer, ms; 0: it may. */
  left(name: string): number {
    return Math.max(0, (this.struck.get(name)?.until ?? 0) - this.now());
  }
}
