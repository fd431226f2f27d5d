import { useEffect, useMemo } from "react";
import { useSession } from "./session-context.js";

const PREFIX = "hearthgrid draft ";

/** The tab's own store, where the browser gives one; what is in it goes with the tab. */
const store = (): Storage | null => {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
};

/** Whoever signs out leaves nothing of what they were writing. */
export function dropDrafts(): void {
  const kept = store();
  if (!kept) return;
  for (const key of Object.keys(kept)) if (key.startsWith(PREFIX)) kept.removeItem(key);
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
 * tab.
 */
export function useDraft<T>(name: string): Draft<T> {
  const { viewer } = useSession();
  const key = `${PREFIX}${viewer.actor ?? ""} ${name}`;
  return useMemo(() => {
    let dropped = false;
    return {
      found: read<T>(key),
      keep: (text) => {
        if (!dropped) write(key, text);
      },
      drop: () => {
        dropped = true;
        write(key, null);
      },
    };
  }, [key]);
}

/** Keeps what a form holds now; personal fields are not to be among it. */
export function useKept<T>({ keep }: Draft<T>, value: T | null): void {
  const text = value === null ? null : JSON.stringify(value);
  useEffect(() => {
    keep(text);
  }, [keep, text]);
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(store()?.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) store()?.removeItem(key);
    else store()?.setItem(key, text);
  } catch {
    // A full store keeps no draft; the form itself still holds it.
  }
}
