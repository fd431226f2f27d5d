import { useEffect, useRef } from "react";

/** The space bar, where it presses and scrolls nothing else; null: it is not heard. */
export function useHoldKey(hold: (() => void) | null): void {
  const latest = useRef(hold);
  latest.current = hold;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const isOwn =
        e.target instanceof Element && e.target.closest("button, a, input, select, [role]");
      if (e.key !== " " || isOwn || !latest.current) return;
      e.preventDefault();
      latest.current();
    };
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onKey);
    };
  }, []);
}
