import { useSyncExternalStore } from "react";

/** The width below which the page is laid out for a phone (styles/phone.css). */
const NARROW = "(max-width: 760px)";

function listen(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => {
    query.removeEventListener("change", listener);
  };
}

export const useIsNarrow = (): boolean =>
  useSyncExternalStore(listen, () => matchMedia(NARROW).matches);
