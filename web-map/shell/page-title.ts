import { useEffect } from "react";

/** The window's name: what is looked at, and where; how a tab and a bookmark are told apart. */
export function usePageTitle(what: string | null, place: string): void {
  useEffect(() => {
    document.title = [what, place, "Hearthgrid"].filter(Boolean).join(" · ");
  }, [what, place]);
}
