import { useCallback, useEffect, useRef, useState } from "react";
import type { Asked, Fault } from "./ask.js";
import { useSession } from "./session-context.js";
import { useLinkUp } from "./use-link-up.js";

export interface Loaded<T> {
  /** Undefined until there is an answer. The last one stays while the same is asked again. */
  data: T | undefined;
  /** Why the newest could not be had; what was read before may still be there. */
  fault: Fault | undefined;
  /** No answer to this question yet, neither data nor a fault. */
  loading: boolean;
  /** What is shown is not of now: the service is out of reach, or did not answer the last time. */
  isStale: boolean;
  /** When what is shown was read. */
  asOf: Date | undefined;
  /** Asks at once. */
  again(): void;
}

export interface When {
  /**
   * Another word whenever the answer may have changed. A question that has one hears by it also
   * what it missed during a break; without one it is asked again after each.
   */
  version?: string | number;
  /** Asked once nothing else has been asked for so long: of one who types, of a map on the move. */
  pauseMs?: number;
  /** Another version of the same question is asked at most this often. */
  seldomMs?: number;
  /** The last answer stays until that to another question is there. */
  keeps?: boolean;
}

interface Answer<T> {
  key: string;
  data?: T;
  fault?: Fault;
  asOf?: Date;
}

/** What the viewer may see no longer goes; out of reach is not gone. */
const isRefused = ({ code }: Fault) => code === "FORBIDDEN" || code === "UNAUTHENTICATED";

/**
 * The one way a component gets something: loads when it is shown, when `key` changes, when the
 * version does, by hand, and after a break. Null: nothing is loaded. `change` puts right what was
 * read, where a part of it became known to be otherwise. What nobody waits for any more is aborted.
 */
export function useLoaded<T>(
  key: string | null,
  load: (last: T | undefined, signal: AbortSignal) => Promise<Asked<T>>,
  { version, pauseMs = 0, seldomMs = 0, keeps = false }: When = {},
): Loaded<T> & { change(how: (data: T) => T): void } {
  const { client, link } = useSession().connection;
  const isUp = useLinkUp();
  const [answer, setAnswer] = useState<Answer<T>>();
  const [round, setRound] = useState(0);
  const again = useCallback(() => {
    setRound((n) => n + 1);
  }, []);
  const latest = useRef({ load, answer });
  latest.current = { load, answer };
  const last = useRef({ key: "", round: 0, at: 0 });
  const turns = useRef({ asked: 0, shown: 0 });
  const waiting = useRef(new AbortController());
  // biome-ignore lint/correctness/useExhaustiveDependencies(client): another session, another answer
  // biome-ignore lint/correctness/useExhaustiveDependencies(key): another question, another answer
  useEffect(
    () => () => {
      turns.current.shown = turns.current.asked; // what comes of it now is not heard
      waiting.current.abort();
      waiting.current = new AbortController();
    },
    [client, key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies(client): another session, another answer
  // biome-ignore lint/correctness/useExhaustiveDependencies(version): what it is about has changed
  useEffect(() => {
    if (key === null) return;
    const go = () => {
      last.current = { key, round, at: Date.now() };
      const { answer: old } = latest.current;
      const turn = ++turns.current.asked;
      const { signal } = waiting.current;
      void latest.current.load(old?.key === key ? old.data : undefined, signal).then((asked) => {
        // While much changes an answer is shown though the next is being waited for.
        if (turn <= turns.current.shown) return;
        turns.current.shown = turn;
        if (asked.fault === undefined)
          return setAnswer({ key, data: asked.data, asOf: new Date() });
        const { fault } = asked;
        setAnswer((held) =>
          held?.key !== key || isRefused(fault) ? { key, fault } : { ...held, fault },
        );
      });
    };
    const isSame = last.current.key === key && last.current.round === round;
    const rest = isSame ? last.current.at + seldomMs - Date.now() : 0;
    const wait = Math.max(pauseMs, rest);
    if (wait <= 0) return go();
    const timer = setTimeout(go, wait);
    return () => {
      clearTimeout(timer);
    };
  }, [client, key, version, round, pauseMs, seldomMs]);
  const isFollowed = version !== undefined;
  useEffect(
    () =>
      link.listen((up) => {
        const { answer: held } = latest.current;
        if (up && (!isFollowed || !held || held.fault)) again();
      }),
    [link, isFollowed, again],
  );
  const change = useCallback((how: (data: T) => T) => {
    setAnswer((held) => (held?.data === undefined ? held : { ...held, data: how(held.data) }));
  }, []);
  const isThis = key !== null && answer?.key === key;
  const shown = isThis || (keeps && key !== null) ? answer : undefined;
  return {
    data: shown?.data,
    fault: isThis ? answer.fault : undefined,
    loading: key !== null && !isThis,
    isStale: shown?.data !== undefined && (!isUp || shown.fault !== undefined),
    asOf: shown?.asOf,
    again,
    change,
  };
}
