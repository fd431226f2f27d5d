/** One line of the table that `npm run bench` prints and docs/performance.md shows. */
export interface BenchRow {
  /** The question, in words. */
  what: string;
  /** What was measured, with its unit, as it should stand in the table. */
  measured: string;
  /** The bar asked for, and the stretch bar, if there are any. */
  reach?: string;
  stretch?: string;
  /** How it was measured: n, seeds, the floor's own figure. */
  note?: string;
}

/**
 * Each `*.bench.ts` exports a function of this type as its default; it answers one question or a
 * family of them. A row that is yielded is printed at once, with the machine's load of then.
 */
export type Bench = () => Promise<BenchRow[]> | AsyncIterable<BenchRow>;
