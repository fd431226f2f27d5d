import type { DragHand, LngLat } from "../../map/map-adapter.js";
import { shifted } from "../../outline/rings.js";
import { type Grip, gripAt, moveGrip, verticesOf } from "../border-grip.js";
import { toMovedGap } from "../pending.js";
import { ledToLine } from "./snapping.js";
import type { Bench, Shown, Tool } from "./tool.js";

/** A border follows the pointer, or is moved by keys; both neighbours are lit before they move. */
export class Drag implements Tool {
  private lit: readonly string[] = [];
  /** Chosen by a click, moved by keys. */
  private grip: Grip | null = null;
  private nudged: LngLat | null = null;
  /** Under the pointer. */
  private held: { grip: Grip; last: LngLat | null } | null = null;
  private snap: LngLat | null = null;

  constructor(private readonly bench: Bench) {}

  shown(): Shown {
    const { grip, lit, snap, bench } = this;
    const metres = toMovedGap(bench.pending.told());
    return {
      hint: grip ? "hintBorder" : "hintDrag",
      isBegun: grip !== null || this.held !== null,
      ...{ lit, snap },
      border: grip && { places: verticesOf(grip.edge), chosen: grip.isVertex ? grip.index : -1 },
      told: metres === null ? null : ["movedToGap", { metres }],
    };
  }

  readonly drags: DragHand = {
    hover: (at) => {
      const found = at && this.gripAt(at);
      if (!this.grip) this.light(found?.grids ?? []);
      return found !== null;
    },
    grip: (at) => {
      const grip = this.bench.isBusy() ? null : this.gripAt(at);
      if (!grip) return false;
      this.bench.pending.clear();
      this.held = { grip, last: null };
      return true;
    },
    drag: (at, isFree) => {
      const { bench, held } = this;
      if (!held) return;
      this.grip = null;
      const led = isFree ? null : ledToLine(bench, at);
      held.last = led ?? at;
      const before = this.shownGap();
      bench.tell(bench.pending.show(moveGrip(held.grip, held.last)));
      const isSame = String(led) === String(this.snap) && before === this.shownGap();
      this.snap = led;
      if (bench.pending.grids().length > 0) this.light(bench.pending.grids());
      if (!isSame) bench.show();
    },
    drop: (isDone) => {
      const { bench, held } = this;
      this.rest(false);
      if (!held?.last) return;
      const operations = bench.pending.take();
      bench.show();
      // What could not be drawn at all is sent to be refused in words.
      if (isDone) bench.draw(operations ?? moveGrip(held.grip, held.last));
    },
  };

  click(at: LngLat): void {
    if (this.bench.isBusy()) return;
    this.rest();
    this.grip = this.gripAt(at);
    this.lit = this.grip?.grids ?? [];
    this.bench.show();
  }

  step(by: number): void {
    if (!this.grip) return;
    this.bench.pending.clear();
    this.nudged = null;
    const places = verticesOf(this.grip.edge);
    const index = (this.grip.index + by + places.length) % places.length;
    this.grip = { ...this.grip, index, at: places[index]!, isVertex: true };
    this.bench.see(this.grip.at);
    this.bench.show();
  }

  nudge(east: number, north: number): void {
    const { bench, grip } = this;
    if (!grip || bench.isBusy()) return;
    const to = shifted(this.nudged ?? grip.at, east, north) as LngLat;
    const why = bench.pending.show(moveGrip(grip, to));
    bench.tell(why);
    if (!why) {
      this.nudged = to;
      this.lit = bench.pending.grids();
    }
    bench.show();
  }

  finish(): (() => void) | null {
    if (!this.nudged) return null;
    return () => {
      const operations = this.bench.pending.take();
      this.rest();
      this.bench.show();
      if (operations) this.bench.draw(operations);
    };
  }

  rest(andPending = true): void {
    if (andPending) this.bench.pending.clear();
    this.lit = [];
    this.grip = null;
    this.nudged = null;
    this.held = null;
    this.snap = null;
  }

  rebase(): void {
    const { grip } = this;
    if (!grip) return;
    const found = gripAt(this.bench.draft.coverage, this.nudged ?? grip.at, 1);
    this.grip = found && { ...found, at: grip.at, isVertex: grip.isVertex };
    if (!found) this.rest(false);
  }

  private gripAt = (at: LngLat): Grip | null =>
    gripAt(this.bench.draft.coverage, at, this.bench.reach(at));

  private shownGap = (): number | null => toMovedGap(this.bench.pending.told());

  private light(ids: readonly string[]): void {
    if (this.lit.join() === ids.join()) return;
    this.lit = [...ids];
    this.bench.show();
  }
}
