import { useMemo, useState } from "react";
import { SearchDocument, type SearchQuery } from "../gql/graphql.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";

export type Hit = SearchQuery["search"][number];

export interface HitGroup {
  layer: Hit["layer"];
  hits: Hit[];
  /** There are more of this layer than are shown. */
  hasMore: boolean;
}

/** Of each layer, until one is asked for alone. */
const OF_EACH = 5;
const OF_ONE = 50;
const PAUSE_MS = 160;

/** Hits by layer; the layer with the best hit first. */
export function groupsOf(hits: readonly Hit[], ofEach: number): HitGroup[] {
  const groups = new Map<Hit["layer"], Hit[]>();
  for (const hit of hits) groups.set(hit.layer, [...(groups.get(hit.layer) ?? []), hit]);
  return [...groups].map(([layer, found]) => ({
    layer,
    hits: found.slice(0, ofEach),
    hasMore: found.length > ofEach,
  }));
}

export interface Searching {
  /** Null while nothing is asked or no answer is there. */
  groups: HitGroup[] | null;
  failed: boolean;
  /** The layer whose hits alone are shown. */
  only: LayerInfo["name"] | null;
  showOnly(layer: LayerInfo["name"] | null): void;
}

/** What a text finds, asked when its writer pauses; of all layers or some. */
export function useSearch(text: string, among?: readonly LayerInfo["name"][]): Searching {
  const { layers } = useSession();
  const [narrowed, setNarrowed] = useState<{ text: string; layer: LayerInfo["name"] } | null>(null);
  const asked = text.trim();
  const only = narrowed?.text === asked ? narrowed.layer : null;
  const variables = {
    text: asked,
    layers: only
      ? [only]
      : layers.map((l) => l.name).filter((name) => among?.includes(name) ?? true),
    first: OF_ONE,
    firstOfEach: only ? OF_ONE : OF_EACH + 1,
  };
  const { data, fault } = useAsked(SearchDocument, asked === "" ? null : variables, {
    pauseMs: PAUSE_MS,
    keeps: true,
  });
  const failed = fault !== undefined;
  const groups = useMemo(() => {
    if (!data) return failed ? [] : null;
    return groupsOf(data.search, only ? OF_ONE : OF_EACH);
  }, [data, failed, only]);
  return {
    groups,
    failed,
    only,
    showOnly: (layer) => {
      setNarrowed(layer && { text: asked, layer });
    },
  };
}
