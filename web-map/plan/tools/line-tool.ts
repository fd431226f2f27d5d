import type { GridOperation } from "../../../geo/coverage/browser.js";
import type { LngLat } from "../../map/map-adapter.js";
import type { NotSo } from "../draft.js";
import { DrawnLine } from "./drawn-line.js";
import type { Bench, Shown, Told, Tool } from "./tool.js";

/** What a line is drawn for. */
export interface LineWork {
  hints: { first: Shown["hint"]; more: Shown["hint"] };
  /** Ways to do it, the likeliest first. */
  operations(bench: Bench, line: readonly LngLat[]): GridOperation[];
  told(bench: Bench): Told | null;
}

/** A line is drawn, what it would do is seen with its figures, and Enter does it. */
export class LineTool implements Tool {
  readonly isDrawing = true;
  private readonly drawn: DrawnLine;
  private ahead: LngLat[] | null = null;
  private snap: LngLat | null = null;

  constructor(
    private readonly bench: Bench,
    private readonly work: LineWork,
  ) {
    this.drawn = new DrawnLine(bench);
  }

  shown(): Shown {
    const { drawn, ahead, snap, bench, work } = this;
    return {
      hint: drawn.size === 0 ? work.hints.first : work.hints.more,
      isBegun: drawn.size > 0,
      lit: bench.pending.about(),
      line: ahead ?? drawn.places(),
      snap,
      told: bench.pending.about().length > 0 ? work.told(bench) : null,
    };
  }

  click(at: LngLat, isFree: boolean): void {
    const { bench, drawn } = this;
    if (bench.isBusy()) return;
    bench.pending.clear();
    drawn.add(at, isFree);
    this.ahead = null;
    this.attempt(drawn.places());
    bench.show();
  }

  move(at: LngLat | null, isFree: boolean): void {
    const { bench, drawn } = this;
    bench.pending.clear();
    const next = at && drawn.ahead(at, isFree);
    this.snap = next?.snap ?? null;
    // Back where the last point was set: the line is as it stands.
    const isMore = next && drawn.size > 0 && String(next.places.at(-1)) !== String(drawn.last);
    this.ahead = isMore ? next.places : null;
    // One that does not reach yet is none.
    if (this.attempt(this.ahead ?? drawn.places()) && this.ahead) this.attempt(drawn.places());
    bench.show();
  }

  finish(): (() => void) | null {
    const { bench, drawn } = this;
    if (drawn.size < 2) return null;
    return () => {
      bench.pending.clear();
      this.ahead = null;
      const why = this.attempt(drawn.places());
      bench.tell(why);
      if (why) return bench.show();
      const operations = bench.pending.take()!;
      this.rest();
      bench.show();
      bench.draw(operations);
    };
  }

  back(): void {
    this.bench.pending.clear();
    this.drawn.back();
    this.ahead = null;
    this.attempt(this.drawn.places());
    this.bench.show();
  }

  rest(): void {
    this.bench.pending.clear();
    this.drawn.clear();
    this.ahead = null;
    this.snap = null;
  }

  /** Shows what a line would do, in the first way that can be; else says why not. */
  private attempt(line: readonly LngLat[]): NotSo | null {
    const { bench, work } = this;
    if (line.length < 2) return null;
    let why: NotSo | null = null;
    for (const operation of work.operations(bench, line)) {
      const refused = bench.pending.show([operation]);
      if (!refused) return null;
      bench.pending.clear();
      why ??= refused;
    }
    return why;
  }
}
