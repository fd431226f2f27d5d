import { useCallback, useEffect, useRef, useState } from "react";
import { listDocument, orderKey } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
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

/** Rows of a layer in the view's area and time, page by page as they are scrolled to. */
export function useRows(
  layer: LayerInfo,
  narrowing: Narrowing,
  sorting: Sorting | null,
  version: string,
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

  // A change elsewhere reads anew what is on screen, without emptying it first.
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads when `version` changes, and only then
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    void read(null, Math.min(2000, Math.max(PAGE, shown.rows.length)));
  }, [version]);

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
