import { useEffect, useRef, useState } from "react";
import { useSession } from "../session/session-context.js";

export interface Resend {
  /** It could not be sent, and goes out when the service is back. */
  isWaiting: boolean;
  wait(): void;
  stop(): void;
}

/** A link that never fell does not come up: then it is tried at least this often. */
const TRY_MS = 15_000;

/**
 * Sends again what the service could not be told. `send` is one that may be repeated: it carries a
 * key or a version by which the service knows what it was told before.
 */
export function useResend(send: () => void): Resend {
  const { link } = useSession().connection;
  const [isWaiting, setWaiting] = useState(false);
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    if (!isWaiting) return;
    const go = () => {
      latest.current();
    };
    const stop = link.listen((up) => {
      if (up) go();
    });
    addEventListener("online", go);
    const timer = setInterval(go, TRY_MS);
    return () => {
      stop();
      removeEventListener("online", go);
      clearInterval(timer);
    };
  }, [isWaiting, link]);
  return {
    isWaiting,
    wait: () => {
      setWaiting(true);
    },
    stop: () => {
      setWaiting(false);
    },
  };
}
