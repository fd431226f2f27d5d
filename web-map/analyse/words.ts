import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export type AnalyseWord = keyof typeof zh;
export const useAnalyseWords = ownWords("analyse", zh, en);
export type SayAnalyse = ReturnType<typeof useAnalyseWords>;
