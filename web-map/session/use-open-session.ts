import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  SessionDocument,
  type SessionQuery,
  SignInWithLinkDocument,
  SignOutDocument,
} from "../gql/graphql.js";
import { takeFromAddress } from "./address.js";
import { ask, type Fault } from "./ask.js";
import { connect } from "./client.js";
import type { Session } from "./session-context.js";
import { dropDrafts } from "./use-draft.js";

export type OpenedSession =
  | { state: "loading" }
  | { state: "fault"; fault: Fault }
  | { state: "noCounty" }
  /** `ended`: what the session shows is still there, and nothing new comes before signing in. */
  | { state: "open"; session: Session; ended: boolean };

export function useOpenSession(): OpenedSession & { renew(): void } {
  const [token] = useState(() => takeFromAddress("signin"));
  const [purpose, setPurpose] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ data?: SessionQuery; fault?: Fault } | null>(null);
  const asking = useRef(true);
  const [ended, setEnded] = useState(false);
  const renew = useCallback(() => {
    setEnded(false);
    setRound((n) => n + 1);
  }, []);
  const onEnded = useCallback(() => {
    if (!asking.current) setEnded(true);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): another round is another connection
  const connection = useMemo(() => connect(purpose, onEnded), [purpose, round, onEnded]);
  useEffect(
    () => () => {
      connection.close();
    },
    [connection],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies(answer): a link signs in before the first answer
  useEffect(() => {
    let current = true;
    asking.current = true;
    void (async () => {
      if (token && round === 0 && !answer) {
        const signed = await ask(connection.client, SignInWithLinkDocument, { token });
        if (signed.fault && current) return setAnswer({ fault: signed.fault });
      }
      let asked = await ask(connection.client, SessionDocument, {});
      // The session was over, and with that answer its cookie is gone.
      if (asked.fault?.code === "UNAUTHENTICATED")
        asked = await ask(connection.client, SessionDocument, {});
      if (!current) return;
      asking.current = false;
      setAnswer(asked);
    })();
    return () => {
      current = false;
    };
  }, [connection, token, round]);
  // Opened while the service was away: again when it is back.
  const isAway = answer?.fault?.code === "OFFLINE";
  useEffect(() => {
    if (!isAway) return;
    return connection.link.listen((up) => {
      if (up) renew();
    });
  }, [isAway, connection, renew]);
  const session = useMemo((): Session | null => {
    const county = answer?.data?.counties[0];
    if (!answer?.data || !county) return null;
    const { viewer, layers, categories, backgroundMaps } = answer.data;
    return {
      viewer,
      layers,
      categories,
      backgroundMaps,
      county,
      connection,
      purpose,
      setPurpose,
      renew: () => {
        setPurpose(null);
        renew();
      },
      async signOut() {
        // That the session is over is no news then.
        asking.current = true;
        await ask(connection.client, SignOutDocument, {});
        dropDrafts();
        setPurpose(null);
        renew();
      },
    };
  }, [answer, connection, purpose, renew]);
  if (!answer) return { state: "loading", renew };
  if (answer.fault) return { state: "fault", fault: answer.fault, renew };
  return session ? { state: "open", session, ended, renew } : { state: "noCounty", renew };
}
