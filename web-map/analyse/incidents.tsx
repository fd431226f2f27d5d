import { lazy, Suspense, useMemo, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { Narrowing } from "../layers/filter-of.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { Dock } from "../shell/dock.js";
import { periodOf } from "../state/time-range.js";
import type { ColumnFilters } from "../table/column-filter.js";
import type { Order } from "../table/order.js";
import { DockBoundary } from "../ui/dock-boundary.js";
import { Icon } from "../ui/icon.js";
import { Waiting } from "../ui/waiting.js";
import { narrowed } from "./filters.js";
import { listedOf } from "./listed.js";
import type { Question } from "./question.js";
import { useAnalyseWords } from "./words.js";

const IncidentList = lazy(() => import("./incident-list.js"));

const DIFFERS = {
  spread: "listSpread",
  overlap: "listOverlap",
  known: "listKnown",
} as const;

interface IncidentsProps {
  question: Question;
  /** What the figures say of it; undefined while that is not known. */
  figures: { total: number; uncertain: number } | null | undefined;
  isOpen: boolean;
  onOpen(open: boolean): void;
}

/** What the question finds, one by one: a list below the map. */
export function Incidents({ question, figures, isOpen, onOpen }: IncidentsProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const session = useSession();
  const { county } = session;
  const layer = layerNamed(session, "incidents");
  const [filters, setFilters] = useState<ColumnFilters>({});
  const [order, setOrder] = useState<Order | null>(null);
  const narrowing = useMemo<Narrowing>(
    () => ({
      area: question.area,
      period: periodOf({ kind: "days", ...question.days }, county.timeZone),
      categories: null,
      county: county.id,
      more: narrowed(question),
    }),
    [question, county],
  );
  if (!layer) return null;
  const { count: whole, differs = null } = figures ? listedOf(question, figures) : {};
  if (!isOpen)
    return (
      <button
        type="button"
        className="analyse-open-list"
        aria-expanded={false}
        onClick={() => {
          onOpen(true);
        }}
      >
        <Icon name="up" size={16} />
        {t("openList")}
        {whole !== undefined && <b>{number(whole)}</b>}
      </button>
    );
  return (
    <>
      {differs && (
        <p className="analyse-list-note">
          {t(DIFFERS[differs], {
            total: number(Math.round((figures?.total ?? 0) * 10) / 10),
            count: number(figures?.uncertain ?? 0),
          })}
        </p>
      )}
      <Dock side="bottom">
        <DockBoundary name="table">
          <Suspense fallback={<Waiting />}>
            <IncidentList
              layer={layer}
              narrowing={narrowing}
              total={whole}
              {...{ filters, order }}
              onFilters={setFilters}
              onOrder={setOrder}
              onClose={() => {
                onOpen(false);
              }}
            />
          </Suspense>
        </DockBoundary>
      </Dock>
    </>
  );
}
