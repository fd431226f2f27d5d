import { useEffect } from "react";
import { useShell } from "./shell-context.js";

/** The window's name: what is looked at, and where; how a tab and a bookmark are told apart. */
export function usePageTitle(what: string | null, place: string): void {
  useEffect(() => {
    document.title = [what, place, "Hearthgrid"].filter(Boolean).join(" · ");
  }, [what, place]);
}

/** A workspace says what is looked at in it. */
export function useNamedPage(what: string | null): void {
  const { setTitle } = useShell();
  useEffect(() => {
    setTitle(what);
    return () => {
      setTitle(null);
    };
  }, [what, setTitle]);
}
