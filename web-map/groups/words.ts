import { ownWords } from "../i18n/own-words.js";
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

export type GroupsWord = keyof typeof zh;
export const useGroupsWords = ownWords("groups", zh, en);
export type SayGroups = ReturnType<typeof useGroupsWords>;
