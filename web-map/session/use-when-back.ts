import { useEffect, useRef } from "react";
import { useSession } from "./session-context.js";

/** What failed is asked again once the link is back; what did not hears what it missed. */
export function useWhenBack(failed: boolean, again: () => void): void {
  const { link } = useSession().connection;
  const latest = useRef({ failed, again });
  latest.current = { failed, again };
  useEffect(
    () =>
      link.listen((up) => {
        if (up && latest.current.failed) latest.current.again();
      }),
    [link],
  );
}
