import { useEffect, useMemo, useState } from "react";
import { useSession } from "../session/session-context.js";
import { type Freshness, freshnessOf } from "./freshness.js";

const MINUTE = 60_000;
const LOOKED_MS = 2_000;

export interface Age {
  freshness: Freshness;
  /** When what is shown was read; null: nothing is. By the clock of the service, as all here. */
  readAt: number | null;
  /** Now, to the minute. */
  now: number;
  /** Whole minutes since. */
  minutes: number;
}

/** How old what is shown is; `asOf` changes whenever it was read anew. */
export function useFreshness(asOf: Date | undefined): Age {
  const { serverNow } = useSession().connection;
  const readAt = useMemo(() => (asOf ? serverNow() : null), [asOf, serverNow]);
  const age = (): Age => {
    const now = serverNow();
    return {
      ...{ readAt, freshness: freshnessOf(readAt, now) },
      now: Math.floor(now / MINUTE) * MINUTE,
      minutes: readAt === null ? 0 : Math.floor((now - readAt) / MINUTE),
    };
  };
  const shown = age();
  const [, setTold] = useState("");
  useEffect(() => {
    // Drawn anew only when a minute has passed or it has become another colour.
    const timer = setInterval(() => {
      const now = serverNow();
      setTold(`${freshnessOf(readAt, now)} ${Math.floor(now / MINUTE)}`);
    }, LOOKED_MS);
    return () => {
      clearInterval(timer);
    };
  }, [readAt, serverNow]);
  return shown;
}
