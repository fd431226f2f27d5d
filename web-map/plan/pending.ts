import { type Change, type GridOperation, touchedGrids } from "../../geo/coverage/browser.js";
import type { Said } from "../../geo/coverage/phrases.js";
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

  /** Those of them that it is about: a neighbour's may get a vertex alone. */
  about(): readonly string[] {
    return this.shown?.change.note.grids ?? [];
  }

  /** What became otherwise than it was drawn. */
  told(): readonly Said[] {
    return this.shown?.change.note.told ?? [];
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

  /** Put aside while others' edits come in, and shown again; answers why it cannot be any more. */
  aside(work: () => void): NotSo | null {
    const before = this.take();
    work();
    return before && this.show(before);
  }
}

/** Metres by which a border went to a gap between buildings; null: it is where it was drawn. */
export function toMovedGap(told: readonly Said[]): number | null {
  const found = told.find(({ code }) => code === "moved-to-gap");
  return found ? (found.params as { metres: number }).metres : null;
}
