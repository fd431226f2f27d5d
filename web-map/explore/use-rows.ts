import { useCallback, useEffect, useRef, useState } from "react";
import { listDocument, orderKey, rowsDocument } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useWhenBack } from "../session/use-when-back.js";
import { effectOn, type News } from "../state/news.js";
import { filterOf, type Narrowing } from "./filter-of.js";

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

const PAGE = 200;

export interface Rows {
  rows: Row[];
  state: "loading" | "more" | "done" | "fault";
  fault: Fault | null;
  loadMore(): void;
  retry(): void;
}

/** More rows than this are read as the list that they are. */
const PATCHED = 100;

/** By which fields a row gets into the list, or to its place in it. */
const decidingFields = (layer: LayerInfo, sorting: Sorting | null): ReadonlySet<string> =>
  new Set([
    ...layer.fields.filter((f) => f.type === "instant").map((f) => f.name),
    ...(layer.category ? [layer.category] : []),
    ...(sorting ? [sorting.field.name] : []),
  ]);

/**
 * Rows of a layer in the view's area and time, page by page as they are scrolled to. What changes
 * elsewhere changes the rows it concerns; the list is read anew where rows may have come or moved,
 * and when `version` changes.
 */
export function useRows(
  layer: LayerInfo,
  narrowing: Narrowing,
  sorting: Sorting | null,
  version: string,
  news: News,
): Rows {
  const session = useSession();
  const [shown, setShown] = useState<{
    rows: Row[];
    state: Rows["state"];
    fault: Fault | null;
    cursor: string | null;
  }>({ rows: [], state: "loading", fault: null, cursor: null });
  const [round, setRound] = useState(0);
  const question = useRef(0);
  const busy = useRef(false);
  const key = JSON.stringify([layer.name, narrowing, sorting?.field.name, sorting?.descending]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the question by its value
  const read = useCallback(
    async (after: string | null, size: number) => {
      const mine = ++question.current;
      busy.current = true;
      const orderBy = sorting
        ? {
            orderBy: {
              field: orderKey(sorting.field),
              direction: sorting.descending ? "DESC" : "ASC",
            },
          }
        : {};
      const asked = await ask<Page, Record<string, unknown>>(
        session.connection.client,
        listDocument(layer),
        {
          filter: filterOf(layer, narrowing),
          first: size,
          ...orderBy,
          ...(after ? { after } : {}),
        },
      );
      if (mine !== question.current) return;
      busy.current = false;
      if (asked.fault) return setShown((old) => ({ ...old, state: "fault", fault: asked.fault }));
      const { nodes, pageInfo } = asked.data.rows;
      setShown((old) => ({
        rows: after ? [...old.rows, ...nodes] : nodes,
        state: pageInfo.hasNextPage ? "more" : "done",
        fault: null,
        cursor: pageInfo.endCursor,
      }));
    },
    [session, key],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies(round): read again when asked to
  useEffect(() => {
    setShown({ rows: [], state: "loading", fault: null, cursor: null });
    void read(null, PAGE);
  }, [read, round]);

  /** Reads what is on screen anew, without emptying it first. */
  const readShown = () => read(null, Math.min(2000, Math.max(PAGE, shown.rows.length)));
  const patch = async (ids: string[]) => {
    const mine = question.current;
    const asked = await ask<{ nodes: (Row | null)[] }, { ids: string[] }>(
      session.connection.client,
      rowsDocument(layer),
      { ids },
    );
    if (asked.fault || mine !== question.current) return;
    const found = new Map(asked.data.nodes.flatMap((row) => (row ? [[row.id, row]] : [])));
    setShown((old) => ({
      ...old,
      rows: old.rows.flatMap((row) => (ids.includes(row.id) ? (found.get(row.id) ?? []) : row)),
    }));
  };
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads when `version` changes, and only then
  useEffect(() => {
    if (first.current) first.current = false;
    else void readShown();
  }, [version]);
  const told = useRef(news);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what is heard, and only that
  useEffect(() => {
    if (told.current === news) return;
    told.current = news;
    const ids = new Set(shown.rows.map((row) => row.id));
    const effect = effectOn(ids, news.get(layer.name), decidingFields(layer, sorting));
    if (effect.anew || effect.patch.length > PATCHED) return void readShown();
    if (effect.gone.length > 0)
      setShown((old) => ({
        ...old,
        rows: old.rows.filter((row) => !effect.gone.includes(row.id)),
      }));
    if (effect.patch.length > 0) void patch(effect.patch);
  }, [news]);

  useWhenBack(shown.fault !== null, () => {
    setRound((n) => n + 1);
  });

  return {
    rows: shown.rows,
    state: shown.state,
    fault: shown.fault,
    loadMore: () => {
      if (shown.state === "more" && !busy.current) void read(shown.cursor, PAGE);
    },
    retry: () => {
      setRound((n) => n + 1);
    },
  };
}
