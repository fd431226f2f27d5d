import type { Bench, Shown, Suggestion, Tool } from "./tool.js";

const HINTS = {
  asked: "hintSuggesting",
  none: "hintNoSuggestion",
  left: "hintSuggestAgain",
} as const;

/** The service suggests one hand-over, which is seen before Enter makes it; then the next. */
export class Suggest implements Tool {
  private seen: Suggestion | "asked" | "none" | "left" = "asked";
  /** Another answer is awaited: an older one comes too late. */
  private round = 0;

  constructor(private readonly bench: Bench) {
    void this.ask();
  }

  shown(): Shown {
    const { seen } = this;
    if (typeof seen === "string") return { hint: HINTS[seen], isBegun: false, lit: [] };
    const { draft, pending } = this.bench;
    const [from, to] = [seen.from, seen.to].map((id) => draft.facts(id)?.name ?? id);
    const { households, buildings } = seen;
    return {
      ...{ hint: "hintSuggested", isBegun: true, lit: pending.grids() },
      told: ["suggestedStep", { from: from!, to: to!, households, buildings }],
    };
  }

  click(): void {
    // What is seen is taken or left as it is.
  }

  finish(): (() => void) | null {
    const { bench, seen } = this;
    if (seen === "asked" || bench.isBusy()) return null;
    return () => {
      const operations = typeof seen === "string" ? null : bench.pending.take();
      if (operations) void bench.draw(operations).then(() => this.ask());
      else void this.ask();
    };
  }

  rest(): void {
    this.round++;
    this.bench.pending.clear();
    this.seen = "left";
  }

  rebase(): void {
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { bench } = this;
    this.rest();
    const round = this.round;
    this.seen = "asked";
    bench.show();
    const step = await bench.suggest();
    if (round !== this.round) return;
    const why = step && bench.pending.show([step.operation]);
    this.seen = step && !why ? step : "none";
    if (why) bench.tell(why);
    bench.show();
  }
}
