import { useEffect, useRef } from "react";

/**
 * One key, one action; not while someone types, and never with Ctrl, Alt or Command, which are the
 * browser's.
 */
export function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
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
        e.defaultPrevented
      )
        return;
      const action = latest.current[e.key] ?? latest.current[e.key.toLowerCase()];
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
