import { useEffect, useRef, useState } from "react";

/** A value that changes at most once in so many milliseconds: at once after a rest, then the last. */
export function useSettled<T>(value: T, everyMs: number): T {
  const [settled, setSettled] = useState(value);
  const at = useRef(0);
  useEffect(() => {
    if (Object.is(value, settled)) return;
    const rest = at.current + everyMs - performance.now();
    const settle = () => {
      at.current = performance.now();
      setSettled(value);
    };
    if (rest <= 0) return settle();
    const timer = setTimeout(settle, rest);
    return () => {
      clearTimeout(timer);
    };
  }, [value, settled, everyMs]);
  return settled;
}
