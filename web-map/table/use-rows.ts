import { useEffect, useRef, useState } from "react";
import { listDocument, orderKey, rowsDocument } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { type Asked, ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { type Loaded, useLoaded } from "../session/use-loaded.js";
import { useWhenBack } from "../session/use-when-back.js";
import { effectOn, type News } from "../state/news.js";

export type Row = Record<string, unknown> & {
  id: string;
  version: number;
  centroid: number[] | null;
};
export interface Sorting {
  field: FieldInfo;
  descending: boolean;
}
interface Page {
  rows: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

/** What a screen needs at once, then what one scrolls through without waiting. */
const FIRST_PAGE = 200;
const PAGE = 500;
/** As many as are read in one go where all that is shown is read anew. */
const AT_ONCE = 2000;
/** More rows than this are read as the list that they are. */
const PATCHED = 100;
/** A list in which much changes is read anew at most this often. */
const SELDOM_MS = 1000;

interface Pages {
  rows: Row[];
  cursor: string | null;
  hasMore: boolean;
}

export interface Rows extends Pick<Loaded<Pages>, "fault" | "isStale" | "asOf"> {
  rows: Row[];
  state: "loading" | "more" | "done" | "fault";
  loadMore(): void;
  retry(): void;
}

/** By which fields a row gets into the list, or to its place in it. */
const decidingFields = (
  layer: LayerInfo,
  filter: Record<string, unknown>,
  sorting: Sorting | null,
): ReadonlySet<string> =>
  new Set([
    ...layer.filters.filter((f) => f.key in filter).flatMap((f) => f.fields),
    ...layer.fields.filter((f) => f.type === "instant").map((f) => f.name),
    ...(layer.category ? [layer.category] : []),
    ...(sorting ? [sorting.field.name] : []),
  ]);

/** The page after another: what moved from one to the other meanwhile stands there once. */
function joined(old: Pages, next: Pages): Pages {
  const known = new Set(old.rows.map((row) => row.id));
  return { ...next, rows: [...old.rows, ...next.rows.filter((row) => !known.has(row.id))] };
}

/**
 * Rows of a layer that a filter asks for, page by page as they are scrolled to. What changes
 * elsewhere changes the rows it concerns; the list is read anew where rows may have come or moved.
 */
export function useRows(
  layer: LayerInfo,
  filter: Record<string, unknown>,
  sorting: Sorting | null,
  news: News,
): Rows {
  const { client } = useSession().connection;
  const question = {
    filter,
    ...(sorting && {
      orderBy: { field: orderKey(sorting.field), direction: sorting.descending ? "DESC" : "ASC" },
    }),
  };
  const read = async (after: string | null, first: number): Promise<Asked<Pages>> => {
    const asked = await ask<Page, Record<string, unknown>>(client, listDocument(layer), {
      ...question,
      first,
      ...(after && { after }),
    });
    if (asked.fault) return asked;
    const { nodes, pageInfo } = asked.data.rows;
    return {
      data: { rows: nodes, cursor: pageInfo.endCursor, hasMore: pageInfo.hasNextPage },
    };
  };
  const [heard, setHeard] = useState(0);
  const { data, fault, again, change, ...loaded } = useLoaded<Pages>(
    JSON.stringify([layer.name, question]),
    (last) => read(null, Math.min(AT_ONCE, Math.max(FIRST_PAGE, last?.rows.length ?? 0))),
    { version: heard, seldomMs: SELDOM_MS },
  );
  useNews(layer, filter, sorting, news, data, change, () => {
    setHeard((n) => n + 1);
  });
  const more = useNextPage(data, read, change);
  return {
    ...loaded,
    rows: data?.rows ?? NONE,
    fault: fault ?? more.fault,
    isStale: loaded.isStale || more.fault !== undefined,
    state: data ? (more.fault ? "fault" : data.hasMore ? "more" : "done") : stateWithout(fault),
    loadMore: more.load,
    retry: () => {
      more.retry();
      again();
    },
  };
}

const NONE: Row[] = [];
const stateWithout = (fault: Rows["fault"]) => (fault ? "fault" : "loading");

type Change = (how: (pages: Pages) => Pages) => void;

/** The next page, once; one that failed is asked for again when told to, and after a break. */
function useNextPage(
  pages: Pages | undefined,
  read: (after: string | null, first: number) => Promise<Asked<Pages>>,
  change: Change,
) {
  const asking = useRef<string | null>(null);
  const [fault, setFault] = useState<Rows["fault"]>();
  const retry = () => {
    setFault(undefined);
  };
  useWhenBack(fault !== undefined, retry);
  const load = () => {
    const after = pages?.cursor ?? null;
    if (!pages?.hasMore || after === null || asking.current === after || fault) return;
    asking.current = after;
    void read(after, PAGE).then((asked) => {
      if (asking.current === after) asking.current = null;
      if (asked.fault) return setFault(asked.fault);
      change((old) => (old.cursor === after ? joined(old, asked.data) : old));
    });
  };
  return { fault, load, retry };
}

/** Puts into the rows what is heard of them, or says that they are to be read anew. */
function useNews(
  layer: LayerInfo,
  filter: Record<string, unknown>,
  sorting: Sorting | null,
  news: News,
  pages: Pages | undefined,
  change: Change,
  readAnew: () => void,
) {
  const { client } = useSession().connection;
  const told = useRef(news);
  useEffect(() => {
    if (told.current === news) return;
    told.current = news;
    const ids = new Set(pages?.rows.map((row) => row.id));
    const { anew, gone, patch } = effectOn(
      ids,
      news.get(layer.name),
      decidingFields(layer, filter, sorting),
    );
    if (anew || patch.length > PATCHED) return readAnew();
    if (gone.length > 0)
      change((old) => ({ ...old, rows: old.rows.filter((row) => !gone.includes(row.id)) }));
    if (patch.length === 0) return;
    void ask<{ nodes: (Row | null)[] }, { ids: string[] }>(client, rowsDocument(layer), {
      ids: patch,
    }).then((asked) => {
      if (asked.fault) return readAnew();
      const found = new Map(asked.data.nodes.flatMap((row) => (row ? [[row.id, row]] : [])));
      change((old) => ({
        ...old,
        rows: old.rows.flatMap((row) => (patch.includes(row.id) ? (found.get(row.id) ?? []) : row)),
      }));
    });
  });
}
