import { useCallback, useMemo, useState } from "react";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { type ColumnChoice, MAX_WIDTH, MIN_WIDTH, usualColumns } from "./columns.js";

const keyOf = (person: string, layer: LayerInfo) =>
  `hearthgrid-columns:${person}:${listFieldOf(layer.name)}`;

function isChoice(value: unknown): value is ColumnChoice {
  const { shown, widths } = (value ?? {}) as Partial<ColumnChoice>;
  return (
    Array.isArray(shown) &&
    shown.length > 0 &&
    shown.every((name) => typeof name === "string") &&
    typeof widths === "object" &&
    widths !== null &&
    Object.values(widths).every((w) => w >= MIN_WIDTH && w <= MAX_WIDTH)
  );
}

function stored(key: string): ColumnChoice | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isChoice(value) ? value : null;
  } catch {
    return null; // storage is switched off, or holds what another version wrote
  }
}

function store(key: string, choice: ColumnChoice | null): void {
  try {
    if (choice) localStorage.setItem(key, JSON.stringify(choice));
    else localStorage.removeItem(key);
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
}

export interface Columns {
  choice: ColumnChoice;
  isUsual: boolean;
  change(choice: Partial<ColumnChoice>): void;
  reset(): void;
}

/** The columns of a layer as somebody arranged them, remembered in this browser. */
export function useColumns(layer: LayerInfo): Columns {
  const { viewer } = useSession();
  const key = keyOf(viewer.actor ?? viewer.kind, layer);
  const usual = useMemo(() => usualColumns(layer), [layer]);
  const [held, setHeld] = useState<{ key: string; own: ColumnChoice | null }>();
  const own = held?.key === key ? held.own : stored(key);
  const choice = own ?? usual;
  const put = useCallback(
    (next: ColumnChoice | null) => {
      store(key, next);
      setHeld({ key, own: next });
    },
    [key],
  );
  return {
    choice,
    isUsual: own === null,
    change: (changes) => {
      put({ ...choice, ...changes });
    },
    reset: () => {
      put(null);
    },
  };
}
