import type { LayerInfo } from "../layers/layer-names.js";

/** What was heard of one object. */
export interface Heard {
  id: string;
  action: string;
  fields: readonly string[];
}

/** What was heard of each layer since the last time; `all`: read it anew. */
export type News = ReadonlyMap<LayerInfo["name"], readonly Heard[] | "all">;

/** Does it concern this object? */
export const concerns = (news: News, layer: LayerInfo["name"], id: string): boolean => {
  const heard = news.get(layer);
  return heard === "all" || (heard?.some((h) => h.id === id) ?? false);
};

export interface Effect {
  /** Rows that are shown and have other values. */
  patch: string[];
  /** Rows that are shown no longer. */
  gone: string[];
  /** Rows may have come, left or changed places: the list is read anew. */
  anew: boolean;
}

const NOTHING: Effect = { patch: [], gone: [], anew: false };

/**
 * What news means for a list that shows some rows. `decides`: the fields by which a row gets into
 * it, or to its place in it. Whatever is in no list asks for nothing.
 */
export function effectOn(
  shown: ReadonlySet<string>,
  heard: readonly Heard[] | "all" | undefined,
  decides: ReadonlySet<string>,
): Effect {
  if (heard === undefined) return NOTHING;
  if (heard === "all") return { ...NOTHING, anew: true };
  const patch = new Set<string>();
  const gone = new Set<string>();
  let anew = false;
  for (const { id, action, fields } of heard) {
    if (action === "RETIRED") gone.add(id);
    else if (action === "UPDATED" && !fields.some((f) => decides.has(f))) patch.add(id);
    else anew = true;
  }
  const here = (ids: Set<string>) => [...ids].filter((id) => shown.has(id));
  return {
    patch: anew ? [] : here(patch).filter((id) => !gone.has(id)),
    gone: here(gone),
    anew,
  };
}
