import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export const useDetailsWords = ownWords("details", zh, en);
export type DetailsWord = keyof typeof zh;
export type SayDetails = ReturnType<typeof useDetailsWords>;
