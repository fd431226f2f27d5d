import { useEffect, useRef, useState } from "react";
import { ChangesDocument } from "../gql/graphql.js";
import { listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";

/** Changes that come within this time are one refresh: a busy hour must not become a thousand. */
const GATHER_MS = 80;

export interface Live {
  version: string;
  changed: readonly string[];
  /** False: what is shown may be out of date. */
  up: boolean;
}

/**
 * A word that is another whenever something changed anywhere; `changed` names the layers since the
 * last. The county's data
 * version itself would cost a question before every refresh, and the tiles' ETags hold it anyway.
 */
export function useLive(): Live {
  const session = useSession();
  const { client } = session.connection;
  const [live, setLive] = useState<Live>({
    version: String(session.county.dataVersion),
    changed: [],
    up: true,
  });
  const waiting = useRef(new Set<string>());
  useEffect(() => {
    const { link } = session.connection;
    const own = session.layers.map((l) => l.name);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      const changed = [...waiting.current];
      waiting.current.clear();
      setLive((old) => ({
        ...old,
        changed,
        version: `${session.county.dataVersion}-${Date.now().toString(36)}`,
      }));
    };
    const notice = (layers: string[]) => {
      for (const l of layers) waiting.current.add(l);
      timer ??= setTimeout(refresh, GATHER_MS);
    };
    setLive((old) => ({ ...old, up: link.isUp() }));
    const unlisten = link.listen((up) => {
      setLive((old) => ({ ...old, up }));
      // What happened while the link was down nobody told us.
      if (up) notice(own.map(listFieldOf));
    });
    const unsubscribe =
      session.viewer.kind === "anonymous"
        ? () => {}
        : client
            .subscription(ChangesDocument, { layers: own, area: { county: session.county.id } })
            .subscribe((result) => {
              const layer = result.data?.changes.layer;
              if (layer) notice([listFieldOf(layer)]);
            }).unsubscribe;
    return () => {
      clearTimeout(timer);
      unlisten();
      unsubscribe();
    };
  }, [session, client]);
  return live;
}
