import { useTranslation } from "react-i18next";
import { numberFormat, timeFormat } from "./formats.js";
import type { Language } from "./i18n.js";
import type { zh } from "./zh.js";

export type MessageKey = keyof typeof zh;
export interface Labelled {
  labelZh: string;
  labelEn: string;
}
export interface Named {
  nameZh: string;
  nameEn: string;
}

export interface Words {
  language: Language;
  t(key: MessageKey, values?: Record<string, string | number>): string;
  label(of: Labelled): string;
  /** One object of a layer: English has its plural in the label. */
  one(of: Labelled & { typeName: string }): string;
  name(of: Named): string;
  number(n: number): string;
  /** A moment in the given time zone, to the minute. */
  moment(iso: string, timeZone: string): string;
  /** The time of day alone: of what is as old as hours at most. */
  clock(at: Date, timeZone: string): string;
  day(iso: string): string;
}

/** Everything the page says, in the viewer's language. */
export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === "en" ? "en" : "zh";
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  return {
    language,
    t: (key, values) => t(key, { ...values }),
    label: (of) => (language === "zh" ? of.labelZh : of.labelEn),
    one: (of) =>
      language === "zh" ? of.labelZh : of.typeName.replace(/\B[A-Z]/g, " $&").toLowerCase(),
    name: (of) => (language === "zh" ? of.nameZh : of.nameEn || of.nameZh),
    number: (n) => numberFormat(locale).format(n),
    moment: (iso, timeZone) => timeFormat("moment", locale, timeZone).format(new Date(iso)),
    clock: (at, timeZone) => timeFormat("clock", locale, timeZone).format(at),
    day: (iso) => iso.slice(0, 10),
  };
}
