import { useCallback, useEffect, useState } from "react";
import { useSession } from "./session-context.js";

/**
 * A number that changes when a question is to be asked again: by hand, or when the link is back.
 */
export function useAgain(): [round: number, again: () => void] {
  const { link } = useSession().connection;
  const [round, setRound] = useState(0);
  const again = useCallback(() => {
    setRound((n) => n + 1);
  }, []);
  useEffect(
    () =>
      link.listen((up) => {
        if (up) again();
      }),
    [link, again],
  );
  return [round, again];
}
