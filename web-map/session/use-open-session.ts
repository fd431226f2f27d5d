import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Client } from "urql";
import {
  OpenDisplayDocument,
  SessionDocument,
  type SessionQuery,
  SignInWithLinkDocument,
  SignOutDocument,
} from "../gql/graphql.js";
import { takeFromAddress } from "./address.js";
import { type Asked, ask, type Fault } from "./ask.js";
import { type Connection, connect } from "./client.js";
import type { Session } from "./session-context.js";
import { dropDrafts } from "./use-draft.js";

export type OpenedSession =
  | { state: "loading" }
  | { state: "fault"; fault: Fault }
  /** What was to be a wall (大屏) is none, or none any more. */
  | { state: "noWall" }
  | { state: "noCounty" }
  /** `ended`: what the session shows is still there, and nothing new comes before signing in. */
  | { state: "open"; session: Session; ended: boolean };

type Answer = { data?: SessionQuery; fault?: Fault; noWall?: boolean };

/** What a link brings to sign in with: used once, as soon as there is a service to take it. */
interface Key {
  isWall: boolean;
  use(client: Client): Promise<Asked<unknown>>;
}

function takeKey(): Key | null {
  const [signIn, display] = [takeFromAddress("signin"), takeFromAddress("display")];
  if (display)
    return {
      isWall: true,
      use: (client) => ask(client, OpenDisplayDocument, { token: display }),
    };
  if (signIn)
    return {
      isWall: false,
      use: (client) => ask(client, SignInWithLinkDocument, { token: signIn }),
    };
  return null;
}

async function askSession({ client }: Connection): Promise<Answer> {
  const asked = await ask(client, SessionDocument, {});
  // The session was over, and with that answer its cookie is gone.
  return asked.fault?.code === "UNAUTHENTICATED" ? ask(client, SessionDocument, {}) : asked;
}

export function useOpenSession(): OpenedSession & { renew(): void } {
  const [taken] = useState(takeKey);
  const key = useRef(taken);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
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
  useEffect(() => {
    let current = true;
    asking.current = true;
    void (async () => {
      const used = key.current;
      const signed = await used?.use(connection.client);
      if (!current) return;
      if (signed?.fault?.code !== "OFFLINE") key.current = null;
      if (signed?.fault && (key.current || !used?.isWall))
        return setAnswer({ fault: signed.fault });
      const asked = await askSession(connection);
      if (!current) return;
      asking.current = false;
      // Its own link is no longer good, but it is a wall by another since.
      const noWall = signed?.fault !== undefined && asked.data?.viewer.kind !== "device";
      setAnswer({ ...asked, noWall });
    })();
    return () => {
      current = false;
    };
  }, [connection]);
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
  if (answer.noWall) return { state: "noWall", renew };
  if (answer.fault) return { state: "fault", fault: answer.fault, renew };
  return session ? { state: "open", session, ended, renew } : { state: "noCounty", renew };
}
