import { useCallback, useEffect, useRef, useState } from "react";

const APART_MS = 1000;

/**
 * What is read aloud and not shown. At most once a second: of what comes in between, the last, so
 * that a map on the move is not a stream of words.
 */
export function useAnnouncer(): [text: string, announce: (text: string) => void] {
  const [text, setText] = useState("");
  const waiting = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const announce = useCallback((next: string) => {
    if (timer.current !== undefined) {
      waiting.current = next;
      return;
    }
    setText(next);
    const rest = () => {
      timer.current = undefined;
      const held = waiting.current;
      waiting.current = null;
      if (held === null) return;
      setText(held);
      timer.current = setTimeout(rest, APART_MS);
    };
    timer.current = setTimeout(rest, APART_MS);
  }, []);
  return [text, announce];
}
