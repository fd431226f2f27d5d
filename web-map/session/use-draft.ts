import { useEffect, useMemo } from "react";
import { useSession } from "./session-context.js";

const PREFIX = "hearthgrid draft ";

/** What is in a tab's store goes with the tab; a browser's own lasts until its viewer signs out. */
export type Keeper = "tab" | "browser";

/** A store, where the browser gives one. */
const store = (keeper: Keeper): Storage | null => {
  try {
    return keeper === "tab" ? sessionStorage : localStorage;
  } catch {
    return null;
  }
};

/** Whoever signs out leaves nothing of what they were writing or asking. */
export function dropDrafts(): void {
  for (const keeper of ["tab", "browser"] as const) {
    const kept = store(keeper);
    for (const key of Object.keys(kept ?? {})) if (key.startsWith(PREFIX)) kept?.removeItem(key);
  }
}

export interface Draft<T> {
  /** What was left unsaved when the form was last open; null: nothing. */
  found: T | null;
  /** As text; null: there is nothing to keep. */
  keep(text: string | null): void;
  /** For good: it was sent, or given up. */
  drop(): void;
}

/**
 * What is being written outlives a reload and a session that ended, for the same viewer in the same
 * tab or browser.
 */
export function useDraft<T>(name: string, keeper: Keeper = "tab"): Draft<T> {
  const { viewer } = useSession();
  const key = `${PREFIX}${viewer.actor ?? ""} ${name}`;
  return useMemo(() => {
    let dropped = false;
    return {
      found: read<T>(keeper, key),
      keep: (text) => {
        if (!dropped) write(keeper, key, text);
      },
      drop: () => {
        dropped = true;
        write(keeper, key, null);
      },
    };
  }, [keeper, key]);
}

/** Keeps what a form holds now; personal fields are not to be among it. */
export function useKept<T>({ keep }: Draft<T>, value: T | null): void {
  const text = value === null ? null : JSON.stringify(value);
  useEffect(() => {
    keep(text);
  }, [keep, text]);
}

function read<T>(keeper: Keeper, key: string): T | null {
  try {
    return JSON.parse(store(keeper)?.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function write(keeper: Keeper, key: string, text: string | null): void {
  try {
    if (text === null) store(keeper)?.removeItem(key);
    else store(keeper)?.setItem(key, text);
  } catch {
    // A full store keeps no draft; the form itself still holds it.
  }
}
