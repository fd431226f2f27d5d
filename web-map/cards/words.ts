import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export const useCardWords = ownWords("cards", zh, en);
/** A card speaks both languages, whichever the page does. */
export const CARD_WORDS = { zh, en } as const;
