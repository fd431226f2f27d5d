import { useSyncExternalStore } from "react";
import { useSession } from "../session/session-context.js";

const STORED = "hearthgrid.background";

interface Choice {
  /** Which background map lies under ours; null: none, and nobody outside is asked for anything. */
  id: string | null;
  /** 0 to 1. */
  opacity: number;
}
const NONE: Choice = { id: null, opacity: 1 };

/** Kept by the browser and in no link: whoever opens a link decides for himself whom he asks. */
function stored(): Choice {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? "null") as Partial<Choice> | null;
    const { id, opacity } = { ...NONE, ...kept };
    return typeof id === "string" && opacity >= 0.1 && opacity <= 1 ? { id, opacity } : NONE;
  } catch {
    return NONE;
  }
}

let choice = stored();
const listeners = new Set<() => void>();

function choose(next: Choice): void {
  choice = next;
  try {
    localStorage.setItem(STORED, JSON.stringify(next));
  } catch {
    // Nothing is kept in a private window.
  }
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** The background map that is on, of those this viewer may have, and how to choose another. */
export function useBackground() {
  const { backgroundMaps } = useSession();
  const { id, opacity } = useSyncExternalStore(listen, () => choice);
  return { maps: backgroundMaps, on: backgroundMaps.find((m) => m.id === id), opacity, choose };
}
