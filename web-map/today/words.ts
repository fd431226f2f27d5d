import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export type TodayWord = keyof typeof zh;
export const useTodayWords = ownWords("today", zh, en);
