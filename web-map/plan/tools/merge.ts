import type { LngLat } from "../../map/map-adapter.js";
import type { Bench, Shown, Tool } from "./tool.js";

/** One grid joins another; what both come to is told before the click. */
export class Merge implements Tool {
  private keep: string | null = null;
  private joining: string | null = null;

  constructor(private readonly bench: Bench) {}

  shown(): Shown {
    const { keep, joining } = this;
    const { draft } = this.bench;
    const lit = [keep, joining].filter((id) => id !== null);
    const [one, other] = lit.map((id) => draft.figures(id)?.households ?? 0);
    return {
      hint: keep ? "hintMergeInto" : "hintMerge",
      isBegun: keep !== null,
      lit,
      told: other === undefined ? null : ["mergedComeTo", { count: one! + other }],
    };
  }

  click(at: LngLat): void {
    const { bench, keep } = this;
    const id = bench.isBusy() ? null : bench.gridAt(at);
    if (!id) return;
    this.rest();
    if (keep === null) this.keep = id;
    else if (id !== keep) bench.draw([{ kind: "merge-grids", keep, grids: [id] }]);
    bench.show();
  }

  move(at: LngLat | null): void {
    const id = at && this.keep !== null ? this.bench.gridAt(at) : null;
    const joining = id === this.keep ? null : id;
    if (joining === this.joining) return;
    this.joining = joining;
    this.bench.show();
  }

  rest(): void {
    this.keep = null;
    this.joining = null;
  }
}
