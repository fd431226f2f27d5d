import { useEffect, useRef } from "react";

/**
 * One key, one action; keys of one letter only with `letters`; not while someone types, and never
 * with Ctrl, Alt or Command, which are the browser's.
 */
export function useShortcuts(actions: () => Record<string, () => void>, letters: boolean): void {
  const latest = useRef({ actions, letters });
  latest.current = { actions, letters };
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const target = e.target as HTMLElement;
      const typing = target.closest(
        "input, textarea, select, [contenteditable], [role=dialog], [role=menu]",
      );
      if (
        e.ctrlKey ||
        e.metaKey ||
        e.altKey ||
        (typing && e.key !== "Escape") ||
        (!latest.current.letters && e.key.length === 1) ||
        e.defaultPrevented
      )
        return;
      const known = latest.current.actions();
      const action = known[e.key] ?? known[e.key.toLowerCase()];
      if (!action) return;
      e.preventDefault();
      action();
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  }, []);
}
