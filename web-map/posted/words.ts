import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export const usePostedWords = ownWords("posted", zh, en);
