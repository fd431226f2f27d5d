import { useCallback, useState } from "react";

const STORED = "hearthgrid.letter-keys";

/** Kept by the browser where it may; else it holds until the page is closed. */
const stored = (): boolean => {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
};

/**
 * Whether a letter alone is a shortcut: who speaks to the computer, or rests a hand on the keys,
 * turns them off (WCAG 2.1.4).
 */
export function useLetterKeys(): [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(stored);
  const set = useCallback((next: boolean) => {
    setOn(next);
    try {
      localStorage.setItem(STORED, next ? "on" : "off");
    } catch {
      // Nothing is kept in a private window.
    }
  }, []);
  return [on, set];
}
