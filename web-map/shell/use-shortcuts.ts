import { useEffect, useRef } from "react";
import type { Action } from "./actions.js";

interface Keys {
  actions(): readonly Action[];
  onEscape(): (() => void) | undefined;
  /** ⌘K or Ctrl K, the one chord of the page: also while someone types. */
  onCommands(): void;
  /** Whether a letter alone is a key. */
  letters: boolean;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]") !== null;

/**
 * One key, one action; not while someone types, and never with Ctrl, Alt or Command, which are the
 * browser's.
 */
export function useShortcuts(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const actionOf = (e: KeyboardEvent): (() => void) | undefined => {
      const { actions, onEscape, onCommands, letters } = latest.current;
      const isChord = e.ctrlKey !== e.metaKey && !e.altKey && !e.shiftKey;
      if (isChord && e.key.toLowerCase() === "k") return onCommands;
      if (e.ctrlKey || e.metaKey || e.altKey) return undefined;
      if (e.key === "Escape") return onEscape();
      if (isTyping(e.target) || (!letters && e.key.length === 1)) return undefined;
      return actions().findLast(({ key }) => key === e.key || key === e.key.toLowerCase())?.run;
    };
    const onKey = (e: KeyboardEvent) => {
      const run = e.defaultPrevented ? undefined : actionOf(e);
      if (!run) return;
      e.preventDefault();
      run();
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  }, []);
}
