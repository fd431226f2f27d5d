import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export type MyWord = keyof typeof zh;
export const useMyWords = ownWords("my-group", zh, en);
