import { useRef, useState } from "react";

/** Rows that somebody ticked: some of them, or all that the filter finds but a few. */
export type RowSelection =
  | { of: "some"; ids: ReadonlySet<string> }
  | { of: "all"; except: ReadonlySet<string> };

const NONE: RowSelection = { of: "some", ids: new Set() };

export const isTicked = (selection: RowSelection, id: string): boolean =>
  selection.of === "some" ? selection.ids.has(id) : !selection.except.has(id);

/** How many are ticked; of all it takes how many there are. */
export const tickedCount = (selection: RowSelection, total: number): number =>
  selection.of === "some" ? selection.ids.size : Math.max(0, total - selection.except.size);

function withRow(selection: RowSelection, ids: readonly string[], on: boolean): RowSelection {
  const marked = new Set(selection.of === "some" ? selection.ids : selection.except);
  for (const id of ids) {
    if (on === (selection.of === "some")) marked.add(id);
    else marked.delete(id);
  }
  return selection.of === "some" ? { of: "some", ids: marked } : { of: "all", except: marked };
}

export interface Ticking {
  selection: RowSelection;
  /** One row, or with `range` all from the last one ticked to it. */
  tick(at: number, on: boolean, range: boolean): void;
  all(on: boolean): void;
}

/** What is ticked of a list; another question (`key`) begins with nothing ticked. */
export function useRowSelection(key: string, rows: readonly { id: string }[]): Ticking {
  const [held, setHeld] = useState({ key, selection: NONE });
  const selection = held.key === key ? held.selection : NONE;
  const anchor = useRef<{ key: string; at: number }>({ key, at: 0 });
  return {
    selection,
    tick(at, on, range) {
      const from = range && anchor.current.key === key ? anchor.current.at : at;
      if (!range) anchor.current = { key, at };
      const ids = rows.slice(Math.min(from, at), Math.max(from, at) + 1).map((row) => row.id);
      setHeld({ key, selection: withRow(selection, ids, on) });
    },
    all(on) {
      setHeld({ key, selection: on ? { of: "all", except: new Set() } : NONE });
    },
  };
}
