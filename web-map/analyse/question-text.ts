import { wholeAreaText } from "../state/area-text.js";
import { initialState, ownParams, stateFromHash, stateToHash } from "../state/view-state.js";
import { besideToText } from "./beside.js";
import { ANALYSE_VIEW, type Question, topsOf } from "./question.js";

/** The usual view, which is left out of a text; no language is kept with a question. */
const USUAL = initialState("zh");

/**
 * A question as one text, for as long as it is kept: like the part of an address after the #, with
 * all of its area however long that is. Which saved question it came from is not part of it.
 */
export function questionToText(question: Question): string {
  const { area, time, kinds, beside } = question;
  return stateToHash(
    { ...USUAL, area, time, categories: topsOf(kinds) },
    {
      ...ANALYSE_VIEW.write({ ...question, saved: null }),
      ...(beside.length > 0 && { beside: besideToText(beside, wholeAreaText) }),
    },
    wholeAreaText,
  );
}

/** What it cannot read stays as usual. */
export function questionFromText(text: string): Partial<Question> {
  const { area, time, categories } = stateFromHash(text, USUAL);
  const params = ownParams(text);
  const own = ANALYSE_VIEW.read((key) => params[key] ?? null);
  return { ...own, kinds: own.kinds ?? categories, area, time };
}

/** The text in what a page kept with a saved question; another program keeps there what it likes. */
export function textOfView(view: unknown): string | null {
  const text = (view as { text?: unknown } | null)?.text;
  return typeof text === "string" ? text : null;
}
