import { useEffect, useRef, useState } from "react";
import { type FullObject, objectDocument } from "../layers/layer-documents.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useLoaded } from "../session/use-loaded.js";
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
  const { client } = useSession().connection;
  const [heard, setHeard] = useState(0);
  const told = useRef(news);
  useEffect(() => {
    if (told.current === news) return;
    told.current = news;
    if (layer && id && concerns(news, layer.name, id)) setHeard((n) => n + 1);
  }, [news, layer, id]);
  const loaded = useLoaded<FullObject>(
    layer && id ? `${layer.name} ${id}` : null,
    async () => {
      const document = objectDocument(layer!);
      const asked = await ask<{ one: FullObject | null }, { id: string }>(client, document, {
        id: id!,
      });
      if (asked.fault) return { fault: asked.fault };
      const { one } = asked.data;
      return one ? { data: one } : { fault: { code: "FORBIDDEN", message: "" } };
    },
    { version: `${version} ${heard}` },
  );
  return {
    object: loaded.data ?? null,
    fault: loaded.fault ?? null,
    loading: loaded.loading,
    retry: loaded.again,
  };
}
