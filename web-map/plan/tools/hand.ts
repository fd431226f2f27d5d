import type { GridOperation } from "../../../geo/coverage/browser.js";
import type { DragHand, LngLat } from "../../map/map-adapter.js";
import { metresBetween } from "../../state/area.js";
import { buildingAt, buildingsWithin } from "../buildings-at.js";
import { counts } from "./counts.js";
import type { Bench, Shown, Told, Tool } from "./tool.js";

/** Buildings of a grid, or bare ground, are handed to another; seen before the click. */
export class Hand implements Tool {
  private readonly chosen = new Set<string>();
  /** The grid that the buildings are of. */
  private from: string | null = null;
  /** Bare ground that was encircled. */
  private piece: LngLat[] | null = null;
  private lasso: LngLat[] | null = null;
  private to: string | null = null;

  constructor(private readonly bench: Bench) {}

  shown(): Shown {
    const { bench, chosen, piece, lasso } = this;
    const isBegun = chosen.size > 0 || piece !== null;
    return {
      hint: isBegun ? "hintHandTo" : bench.ground() ? "hintHand" : "hintNearer",
      isBegun: isBegun || lasso !== null,
      lit: bench.pending.grids(),
      line: lasso ?? piece ?? [],
      buildings: [...chosen],
      told: this.told(),
    };
  }

  click(at: LngLat): void {
    const { bench } = this;
    if (bench.isBusy()) return;
    const operations = this.to !== null && bench.gridAt(at) === this.to ? this.handing() : null;
    bench.pending.clear();
    const grid = bench.gridAt(at);
    const building = buildingAt(bench.ground(), at);
    if (building !== null && (this.from === null || this.from === grid)) {
      if (!this.chosen.delete(building)) this.chosen.add(building);
      this.from = this.chosen.size > 0 ? grid : null;
      this.piece = null;
      this.to = null;
    } else if (grid !== null && grid !== this.from && this.shown().isBegun) {
      this.to = grid;
      const now = operations ?? this.handing();
      this.rest();
      bench.draw(now);
    }
    bench.show();
  }

  move(at: LngLat | null): void {
    const { bench } = this;
    if (this.lasso || !this.shown().isBegun) return;
    const over = at && bench.gridAt(at);
    if (over === this.to) return;
    bench.pending.clear();
    const to = at && bench.gridAt(at);
    this.to = to === this.from ? null : to;
    bench.tell(this.to === null ? null : bench.pending.show(this.handing()));
    bench.show();
  }

  readonly drags: DragHand = {
    hover: () => false,
    grip: (at) => {
      if (this.bench.isBusy()) return false;
      this.lasso = [at];
      return true;
    },
    drag: (at) => {
      const { bench, lasso } = this;
      const last = lasso?.at(-1);
      if (!lasso || !last || metresBetween(last, at) < bench.reach(at) / FINER) return;
      bench.pending.clear();
      this.to = null;
      lasso.push(at);
      bench.show();
    },
    drop: (isDone) => {
      const { bench, lasso } = this;
      this.lasso = null;
      if (isDone && lasso && lasso.length > 2) this.encircle([...lasso, lasso[0]!]);
      bench.show();
    },
  };

  rest(): void {
    this.bench.pending.clear();
    this.chosen.clear();
    this.from = null;
    this.piece = null;
    this.lasso = null;
    this.to = null;
  }

  private told(): Told | null {
    const { bench, chosen } = this;
    if (bench.pending.about().length > 0) return counts(bench);
    return chosen.size > 0 ? ["buildingsChosen", { count: chosen.size }] : null;
  }

  /** The buildings of one grid inside an outline; where there is none, its ground. */
  private encircle(outline: LngLat[]): void {
    const { bench } = this;
    const found = buildingsWithin(bench.ground(), outline);
    const grids = found.map(({ at }) => bench.gridAt(at));
    this.from ??= mostOf(grids.filter((id) => id !== null));
    for (const [i, { id }] of found.entries()) if (grids[i] === this.from) this.chosen.add(id);
    this.piece = this.chosen.size === 0 ? outline : null;
    if (this.piece) this.from = null;
  }

  private handing(): GridOperation[] {
    const to = this.to!;
    return this.piece
      ? [{ kind: "hand-piece", outline: this.piece, to }]
      : [{ kind: "hand-buildings", buildings: [...this.chosen].sort(), to }];
  }
}

/** A lasso's places are closer to each other than a pointer may miss by. */
const FINER = 3;

function mostOf(ids: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
