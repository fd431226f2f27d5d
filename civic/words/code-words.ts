/** What is wrong with a code, in sentences without their full stop (terms: docs/glossary.md). */
import type { CodePhrases } from "../../geo/codes.js";
import type { Sentence } from "../steps/machine.js";

export const CODE_WORDS: Readonly<Record<keyof CodePhrases, Sentence>> = {
  "village-digits": {
    zh: "村（社区）代码为 12 位数字（县级 6 位、乡级 3 位、村级 3 位）",
    en: "a village code has 12 digits (county 6, town 3, village 3)",
  },
  "village-county": {
    zh: "本县的村（社区）代码以 {county} 开头",
    en: "a village code of this county begins with {county}",
  },
  "township-digits": {
    zh: "乡镇（街道）代码为 9 位数字（县级 6 位、乡级 3 位）",
    en: "a township code has 9 digits (county 6, town 3)",
  },
  "township-county": {
    zh: "本县的乡镇（街道）代码以 {county} 开头",
    en: "a township code of this county begins with {county}",
  },
  "grid-template": {
    zh: "本县的网格编码格式为 {template}",
    en: "a grid code here has the form {template}",
  },
  "camera-digits": {
    zh: "摄像机编码为 20 位数字（GB/T 28181：中心 8 位、行业 2 位、类型 3 位、网络 1 位、序号 6 位）",
    en:
      "a camera code has 20 digits (GB/T 28181: centre 8, industry 2, type 3, network 1, " +
      "serial 6)",
  },
  "camera-type": {
    zh: "摄像机编码第 11 至 13 位为类型（131 摄像机、132 网络摄像机），不能是 {type}",
    en:
      "digits 11 to 13 of a camera code name its type (131 camera, 132 network camera), not " +
      "{type}",
  },
};
