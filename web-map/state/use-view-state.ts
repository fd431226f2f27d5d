import { useCallback, useEffect, useState } from "react";
import { type Language, setLanguage } from "../i18n/i18n.js";
import { initialState, stateFromHash, stateToHash, type ViewState } from "./view-state.js";

const browserLanguage = (): Language => (navigator.language.startsWith("en") ? "en" : "zh");

export const readState = (): ViewState =>
  stateFromHash(location.hash, initialState(browserLanguage()));

/**
 * The view's state, held by the address bar: a link, a bookmark and the back button find it again.
 */
export function useViewState(): [ViewState, (changes: Partial<ViewState>) => void] {
  const [state, setState] = useState(readState);
  useEffect(() => {
    const onChange = () => {
      const read = readState();
      setState(read);
      setLanguage(read.language);
    };
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  const update = useCallback((changes: Partial<ViewState>) => {
    setState((old) => {
      const next = { ...old, ...changes };
      history.replaceState(null, "", `${location.pathname}${location.search}${stateToHash(next)}`);
      return next;
    });
    if (changes.language) setLanguage(changes.language);
  }, []);
  return [state, update];
}
