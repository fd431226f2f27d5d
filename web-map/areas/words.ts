import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export const useAreaWords = ownWords("areas", zh, en);
export type AreaWord = keyof typeof zh;
