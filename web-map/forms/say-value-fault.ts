import { CODE_WORDS } from "../../civic/words/code-words.js";
import { type Language, sayCode } from "../../civic/words/say.js";
import type { CodeFault } from "../../geo/codes.js";
import type { Fault } from "../session/ask.js";

/** Why the service did not take a value: in the page's language where it is a standard's code. */
export const sayValueFault = ({ said, message }: Fault, language: Language): string =>
  said && Object.hasOwn(CODE_WORDS, said.code)
    ? sayCode(said as unknown as CodeFault, language) + (language === "zh" ? "。" : ".")
    : message;
