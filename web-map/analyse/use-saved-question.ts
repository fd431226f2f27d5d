import { useMemo } from "react";
import { SavedQuestionDocument } from "../gql/graphql.js";
import { useAsked } from "../session/use-asked.js";
import type { Question } from "./question.js";
import { questionFromText, questionToText, textOfView } from "./question-text.js";

/** The saved question that was opened, as it is kept now; null: none, or it is gone. */
export function useSavedQuestion(stands: Question, round: number) {
  const id = stands.saved;
  const { data } = useAsked(SavedQuestionDocument, id === null ? null : { id }, {
    version: round,
    keeps: true,
  });
  const kept = id !== null && data?.savedQuestion?.id === id ? data.savedQuestion : null;
  const text = kept ? textOfView(kept.view) : null;
  const isChanged = useMemo(
    () =>
      text !== null &&
      questionToText({ ...stands, ...questionFromText(text) }) !== questionToText(stands),
    [text, stands],
  );
  return kept?.retiredAt == null ? kept && { ...kept, isChanged } : null;
}
