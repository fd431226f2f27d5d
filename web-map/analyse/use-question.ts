import { useCallback, useMemo, useRef, useState } from "react";
import { useSession } from "../session/session-context.js";
import { useOwn, useShell } from "../shell/shell-context.js";
import { dayOf } from "../state/time-range.js";
import type { ViewState } from "../state/view-state.js";
import {
  ANALYSE_VIEW,
  type AnalyseView,
  daysOf,
  lastBrush,
  longOf,
  NO_VIEW,
  type Question,
  questionOf,
  shifted,
  topsOf,
  without,
} from "./question.js";

/** Steps that can be taken back; the browser's Back knows them all. */
const MOST = 100;

const OWN = Object.keys(NO_VIEW) as (keyof AnalyseView)[];

/** A change of the question, told apart into the workspace's own and what all share. */
function parted({ days: _days, ...changes }: Partial<Question>) {
  const own: Partial<AnalyseView> = Object.fromEntries(
    OWN.flatMap((key) => (key in changes ? [[key, changes[key]]] : [])),
  );
  const shared: Partial<ViewState> = {
    ...("area" in changes && { area: changes.area ?? null }),
    ...(changes.time && { time: changes.time }),
    ...("kinds" in changes && { categories: topsOf(changes.kinds ?? null) }),
  };
  return { own, shared };
}

/**
 * The question and how it is changed: the address holds it, what is being brushed lies over it
 * until it is let go, and each step can be taken back.
 */
export function useQuestion() {
  const { county } = useSession();
  const { view, live } = useShell();
  const [own, change] = useOwn("analyse", ANALYSE_VIEW);
  const [draft, setDraft] = useState<Partial<Question> | null>(null);
  const [steps, setSteps] = useState<{ past: Question[]; future: Question[] }>({
    past: [],
    future: [],
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies(live.version): midnight comes with changes
  const today = useMemo(() => dayOf(new Date(), county.timeZone), [county.timeZone, live.version]);
  const stands = useMemo(() => questionOf(own, view, today), [own, view, today]);
  const latest = useRef({ stands, steps });
  latest.current = { stands, steps };
  const write = useCallback(
    (changes: Partial<Question>) => {
      setDraft(null);
      const { own: mine, shared } = parted(changes);
      change(mine, shared);
    },
    [change],
  );
  const ask = useCallback(
    (changes: Partial<Question>) => {
      const { stands: before, steps: held } = latest.current;
      setSteps({ past: [...held.past, before].slice(-MOST), future: [] });
      write(changes);
    },
    [write],
  );
  /** What a brush spans: shown at once, and a step only when it is let go. */
  const brush = useCallback(
    (changes: Partial<Question>, isOver: boolean) => {
      if (isOver) ask(changes);
      else setDraft(changes);
    },
    [ask],
  );
  const giveUp = useCallback(() => {
    setDraft(null);
  }, []);
  const step = (from: "past" | "future", to: "past" | "future") => {
    const { stands: now, steps: held } = latest.current;
    const next = held[from].at(-1);
    if (!next) return;
    setSteps({
      past: held.past,
      future: held.future,
      [from]: held[from].slice(0, -1),
      [to]: [...held[to], now],
    });
    write(next);
  };
  const question = useMemo(
    () =>
      draft
        ? { ...stands, ...draft, ...(draft.time && { days: daysOf(draft.time, today) }) }
        : stands,
    [stands, draft, today],
  );
  return {
    question,
    stands,
    isDrawn: draft !== null,
    today,
    ask,
    /** Without a step that could be taken back: where nothing was asked yet. */
    adopt: write,
    brush,
    giveUp,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
    undo: () => {
      step("past", "future");
    },
    redo: () => {
      step("future", "past");
    },
    /** Takes away the brush that was made last. */
    takeBack: () => {
      const last = lastBrush(steps.past, stands);
      if (last) ask(without(last));
    },
    /** Moves the window by its own length, -1 back or 1 on. */
    slide: (by: -1 | 1) => {
      const days = shifted(stands.days, by * longOf(stands.days));
      ask({ time: { kind: "days", ...days } });
    },
  };
}

export type Asking = ReturnType<typeof useQuestion>;
