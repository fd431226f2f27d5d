import type { UsualState } from "../gql/graphql.js";
import { type TodayWord, useTodayWords } from "./words.js";

/** Not by colour alone: a word, and a sign before it. */
const SIGNS: Record<UsualState, string> = { ABOVE: "▲", BELOW: "▼", USUAL: "●", UNKNOWN: "○" };

export function StateWord({ state }: { state: UsualState }) {
  const w = useTodayWords();
  return (
    <span className="state-word" data-state={state} aria-hidden="true">
      <i>{SIGNS[state]}</i>
      {w(state satisfies TodayWord)}
    </span>
  );
}
