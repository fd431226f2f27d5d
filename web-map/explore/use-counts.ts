import { filterOf, type Narrowing } from "../layers/filter-of.js";
import { countsDocument } from "../layers/layer-documents.js";
import { DATA_LAYERS, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import type { Loaded } from "../session/use-loaded.js";

interface Count {
  totalCount: number;
  counts?: { key: string; count: number }[];
}
export interface Counts extends Pick<Loaded<unknown>, "loading" | "fault" | "isStale" | "asOf"> {
  of: Record<string, Count>;
}

/** While others write, what is counted is as old as this. */
const SELDOM_MS = 5000;

/**
 * How many objects of each data layer are in the view's area and time; asked again when `version`
 * changes, though not more often than every few seconds, and after `pauseMs` without another
 * question. Null: nothing is asked.
 */
export function useCounts(narrowing: Narrowing | null, version: string, pauseMs = 0): Counts {
  const { viewer, layers } = useSession();
  const counted = layers.filter((l) => DATA_LAYERS.includes(l.name) && l.ownPlace);
  const variables =
    viewer.kind === "anonymous" || !narrowing
      ? null
      : Object.fromEntries(
          counted.map((l) => [
            listFieldOf(l.name),
            filterOf(l, { ...narrowing, categories: null }),
          ]),
        );
  const { data, ...asked } = useAsked<Record<string, Count>, Record<string, unknown>>(
    countsDocument(counted),
    variables,
    { version, pauseMs, seldomMs: SELDOM_MS, keeps: true },
  );
  return { ...asked, of: data ?? {} };
}
