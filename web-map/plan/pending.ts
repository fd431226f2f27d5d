import { type Change, type GridOperation, touchedGrids } from "../../geo/coverage/browser.js";
import { type Draft, isNotSo, type NotSo } from "./draft.js";

/** What is under the hand: drawn in the page, and not yet an edit. */
export class Pending {
  private shown: { operations: readonly GridOperation[]; change: Change } | null = null;

  constructor(private readonly draft: Draft) {}

  /** In the place of what was shown before; where it cannot be drawn so, that stays. */
  show(operations: readonly GridOperation[]): NotSo | null {
    const before = this.shown;
    this.clear();
    const outcome = this.draft.attempt(operations);
    if (!isNotSo(outcome)) {
      this.shown = { operations, change: outcome };
      return null;
    }
    const again = before && this.draft.attempt(before.operations);
    this.shown =
      before && again && !isNotSo(again) ? { operations: before.operations, change: again } : null;
    return outcome;
  }

  /** The grids that it changes. */
  grids(): string[] {
    return this.shown ? [...touchedGrids(this.shown.change)] : [];
  }

  clear(): void {
    if (this.shown) this.draft.takeBack(this.shown.change);
    this.shown = null;
  }

  /** What it would be as an edit; it is no longer shown. */
  take(): readonly GridOperation[] | null {
    const operations = this.shown?.operations ?? null;
    this.clear();
    return operations;
  }

  /** While others' edits come in it is put aside, and shown again where it still can be. */
  aside(work: () => void): void {
    const before = this.take();
    work();
    if (before) this.show(before);
  }
}
