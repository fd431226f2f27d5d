import { useSyncExternalStore } from "react";

/** Nothing is drawn on a screen narrower than this. */
const NARROW = "(max-width: 600px)";

const listen = (tell: () => void) => {
  const query = matchMedia(NARROW);
  query.addEventListener("change", tell);
  return () => {
    query.removeEventListener("change", tell);
  };
};

export const useIsNarrow = (): boolean =>
  useSyncExternalStore(listen, () => matchMedia(NARROW).matches);
