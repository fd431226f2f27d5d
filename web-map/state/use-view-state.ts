import { useCallback, useEffect, useRef, useState } from "react";
import { type Language, setLanguage } from "../i18n/i18n.js";
import { initialState, stateFromHash, stateToHash, type ViewState } from "./view-state.js";

const browserLanguage = (): Language => (navigator.language.startsWith("en") ? "en" : "zh");

export const readState = (): ViewState =>
  stateFromHash(location.hash, initialState(browserLanguage()));

/** What one goes back from. The rest (camera, time, layers, language) only mends the last entry. */
const STEPS = ["selection", "area", "table"] as const satisfies (keyof ViewState)[];

const isStep = (before: ViewState, after: ViewState): boolean =>
  STEPS.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

export interface HeldView {
  view: ViewState;
  update(changes: Partial<ViewState>): void;
  /** Counts the times the address came from elsewhere: a pasted link, Back, Forward. */
  arrival: number;
}

/** The view's state, held by the address bar: a link, a bookmark and Back find it again. */
export function useViewState(): HeldView {
  const [held, setHeld] = useState(() => ({ view: readState(), arrival: 0 }));
  const latest = useRef({ view: held.view, hash: location.hash });
  useEffect(() => {
    // Back and Forward tell both events, a link in the address bar of older browsers only one.
    const onArrival = () => {
      if (location.hash === latest.current.hash) return;
      const view = readState();
      latest.current = { view, hash: location.hash };
      setHeld((old) => ({ view, arrival: old.arrival + 1 }));
      setLanguage(view.language);
    };
    addEventListener("hashchange", onArrival);
    addEventListener("popstate", onArrival);
    return () => {
      removeEventListener("hashchange", onArrival);
      removeEventListener("popstate", onArrival);
    };
  }, []);
  const update = useCallback((changes: Partial<ViewState>) => {
    const before = latest.current.view;
    const view = { ...before, ...changes };
    const address = `${location.pathname}${location.search}${stateToHash(view)}`;
    if (isStep(before, view)) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    latest.current = { view, hash: location.hash };
    setHeld((old) => ({ ...old, view }));
    if (changes.language) setLanguage(changes.language);
  }, []);
  return { ...held, update };
}
