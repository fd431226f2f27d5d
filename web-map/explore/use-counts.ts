import { useEffect, useRef, useState } from "react";
import { countsDocument } from "../layers/layer-documents.js";
import { DATA_LAYERS, listFieldOf } from "../layers/layer-names.js";
import type { Fault } from "../session/ask.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useWhenBack } from "../session/use-when-back.js";
import { filterOf, type Narrowing } from "./filter-of.js";

interface Count {
  totalCount: number;
  counts?: { key: string; count: number }[];
}
export interface Counts {
  of: Record<string, Count>;
  loading: boolean;
  fault: Fault | null;
}

/** While others write, what is counted is as old as this. */
const SELDOM_MS = 5000;

/**
 * How many objects of each data layer are in the view's area and time; asked again when `version`
 * changes, though not more often than every few seconds, and after `wait` milliseconds without another question. Null: nothing is asked.
 */
export function useCounts(narrowing: Narrowing | null, version: string, wait = 0): Counts {
  const session = useSession();
  const [counts, setCounts] = useState<Counts>({ of: {}, loading: true, fault: null });
  const key = JSON.stringify(narrowing);
  const last = useRef({ key: "", at: 0 });
  const [round, setRound] = useState(0);
  useWhenBack(counts.fault !== null, () => {
    setRound((n) => n + 1);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies(version): counts follow changes
  // biome-ignore lint/correctness/useExhaustiveDependencies(narrowing): its value, not its identity
  // biome-ignore lint/correctness/useExhaustiveDependencies(round): asked again once the link is back
  useEffect(() => {
    if (session.viewer.kind === "anonymous" || !narrowing) return;
    let current = true;
    setCounts((old) => ({ ...old, loading: true }));
    const layers = session.layers.filter((l) => DATA_LAYERS.includes(l.name) && l.ownPlace);
    const variables = Object.fromEntries(
      layers.map((l) => [listFieldOf(l.name), filterOf(l, { ...narrowing, categories: null })]),
    );
    const count = () => {
      last.current = { key, at: Date.now() };
      void ask<Record<string, Count>, Record<string, unknown>>(
        session.connection.client,
        countsDocument(layers),
        variables,
      ).then((asked) => {
        if (current)
          setCounts((old) =>
            asked.fault
              ? { of: old.of, loading: false, fault: asked.fault }
              : { of: asked.data, loading: false, fault: null },
          );
      });
    };
    // Another question is asked at once, the same one when its answer has been good for a while.
    const rest = last.current.key === key ? last.current.at + SELDOM_MS - Date.now() : 0;
    const timer = setTimeout(count, Math.max(wait, rest));
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [session, key, version, wait, round]);
  return counts;
}
