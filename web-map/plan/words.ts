import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export type PlanWord = keyof typeof zh;
export const usePlanWords = ownWords("plan", zh, en);
export type SayPlan = ReturnType<typeof usePlanWords>;
