import { useEffect, useRef, useState } from "react";
import { ChangesDocument, ChangesPositionDocument } from "../gql/graphql.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { ask, watch } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import type { Heard, News } from "../state/news.js";

/** Changes that come within this time are one refresh: a busy hour must not become a thousand. */
const GATHER_MS = 80;

export interface Live {
  /** Another word whenever something changed anywhere. */
  version: string;
  /** The layers in which it did since the last, and what of them. */
  changed: readonly string[];
  news: News;
  /** False: what is shown may be out of date. */
  up: boolean;
}

/**
 * What changes elsewhere, as it is told. The county's data version itself would cost a question
 * before every refresh, and the tiles' ETags hold it anyway. After a time without a link it goes on
 * from the last position; only where the service does not know that any more all is read anew.
 */
export function useLive(): Live {
  const session = useSession();
  const { client } = session.connection;
  const [live, setLive] = useState<Live>({
    version: String(session.county.dataVersion),
    changed: [],
    news: new Map(),
    up: true,
  });
  const waiting = useRef(new Map<LayerInfo["name"], Heard[] | "all">());
  useEffect(() => {
    const { link } = session.connection;
    // A wall hears of its tiles, and visitors hear nothing.
    const hears = !["anonymous", "device"].includes(session.viewer.kind);
    const own = session.layers.map((l) => l.name);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      const news = waiting.current;
      waiting.current = new Map();
      setLive((old) => ({
        ...old,
        changed: [...news.keys()].map(listFieldOf),
        news,
        version: `${session.county.dataVersion}-${Date.now().toString(36)}`,
      }));
    };
    const notice = (layer: LayerInfo["name"], heard: Heard | null) => {
      const before = waiting.current.get(layer);
      if (!heard) waiting.current.set(layer, "all");
      else if (before !== "all") waiting.current.set(layer, [...(before ?? []), heard]);
      timer ??= setTimeout(refresh, GATHER_MS);
    };
    const readAll = () => {
      for (const layer of own) notice(layer, null);
    };
    let position: string | null = null;
    let leave = () => {};
    const follow = (after: string | null) => {
      leave();
      const area = { county: session.county.id };
      leave = watch(client, ChangesDocument, { layers: own, area, after }).subscribe(
        ({ data, error }) => {
          if (error?.graphQLErrors[0]?.extensions["code"] === "POSITION_TOO_OLD") {
            position = null;
            readAll();
            follow(null);
          }
          if (!data) return;
          const { layer, id, action, fields } = data.changes;
          position = data.changes.position ?? position;
          if (layer) notice(layer, id === null ? null : { id, action, fields });
        },
      ).unsubscribe;
    };
    setLive((old) => ({ ...old, up: link.isUp() }));
    const unlisten = link.listen((up) => {
      setLive((old) => ({ ...old, up }));
      if (!up) return;
      // What happened while the link was down is told after the last that was heard.
      if (position === null || !hears) readAll();
      else follow(position);
    });
    let current = true;
    if (hears) {
      follow(null);
      void ask(client, ChangesPositionDocument, {}).then(({ data }) => {
        if (current) position ??= data?.changesPosition ?? null;
      });
    }
    return () => {
      current = false;
      clearTimeout(timer);
      unlisten();
      leave();
    };
  }, [session, client]);
  return live;
}
