import { useEffect, useRef, useState } from "react";
import { type FullObject, objectDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useWhenBack } from "../session/use-when-back.js";
import { concerns, type News } from "../state/news.js";

export interface OneObject {
  object: FullObject | null;
  fault: Fault | null;
  loading: boolean;
  retry(): void;
}

/** All a viewer may read of one object; read again when it is heard of, or `version` changes. */
export function useObject(
  layer: LayerInfo | undefined,
  id: string | null,
  version: string,
  news: News,
): OneObject {
  const session = useSession();
  const [found, setFound] = useState<{
    id: string | null;
    object: FullObject | null;
    fault: Fault | null;
  }>({ id: null, object: null, fault: null });
  const [round, setRound] = useState(0);
  const told = useRef(news);
  useEffect(() => {
    if (told.current === news) return;
    told.current = news;
    if (layer && id && concerns(news, layer.name, id)) setRound((n) => n + 1);
  }, [news, layer, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies(version): read again after a change
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): read again when asked to
  useEffect(() => {
    if (!layer || !id) {
      setFound({ id: null, object: null, fault: null });
      return;
    }
    let current = true;
    void ask<{ one: FullObject | null }, { id: string }>(
      session.connection.client,
      objectDocument(layer),
      { id },
    ).then((asked) => {
      if (!current) return;
      const object = asked.data?.one ?? null;
      const fault = asked.fault ?? (object ? null : { code: "FORBIDDEN", message: "" });
      // Out of reach is not gone: what was read stays, and says that it may be out of date.
      setFound((old) => ({
        id,
        object: fault?.code === "OFFLINE" && old.id === id ? old.object : object,
        fault,
      }));
    });
    return () => {
      current = false;
    };
  }, [session, layer, id, version, round]);
  useWhenBack(found.fault !== null, () => {
    setRound((n) => n + 1);
  });
  const isCurrent = found.id === id;
  return {
    object: isCurrent ? found.object : null,
    fault: isCurrent ? found.fault : null,
    loading: id !== null && !isCurrent,
    retry: () => {
      setRound((n) => n + 1);
    },
  };
}
