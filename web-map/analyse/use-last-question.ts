import { useEffect, useRef } from "react";
import { useSession } from "../session/session-context.js";
import { useDraft, useKept } from "../session/use-draft.js";
import { useShell } from "../shell/shell-context.js";
import { initialState } from "../state/view-state.js";
import { questionFromText, questionToText } from "./question-text.js";
import type { Asking } from "./use-question.js";

interface Last {
  text: string;
  saved: string | null;
}

/** Sessions in which it was opened already: who comes back to it finds it as it was left. */
const opened = new WeakSet<object>();

/**
 * The workspace opens on the question that the viewer asked last in this browser, unless a link or
 * another workspace says what is asked. It is kept until its viewer signs out.
 */
export function useLastQuestion({ stands, adopt }: Asking): void {
  const { county, viewer, connection } = useSession();
  const { view, address } = useShell();
  const kept = useDraft<Last>(`question ${county.id}`, "browser");
  const { area, time, categories, language } = view;
  const usual = initialState(language);
  const isUnsaid =
    Object.keys(address.own["analyse"] ?? address.own[""] ?? {}).length === 0 &&
    area === null &&
    categories === null &&
    JSON.stringify(time) === JSON.stringify(usual.time);
  const begin = useRef(isUnsaid && typeof kept.found?.text === "string" ? kept.found : null);
  useEffect(() => {
    const last = opened.has(connection) ? null : begin.current;
    opened.add(connection);
    if (last) adopt({ ...questionFromText(last.text), saved: last.saved });
  }, [adopt, connection]);
  useKept(
    kept,
    viewer.actor === null ? null : { text: questionToText(stands), saved: stands.saved },
  );
}
