import { useWords } from "../i18n/use-words.js";

/** 2024 began on a Monday. */
const monday = Date.UTC(2024, 0, 1);
const formats = {
  zh: new Intl.DateTimeFormat("zh-CN", { weekday: "short", timeZone: "UTC" }),
  en: new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" }),
};

/** What a weekday is called, 1 Monday to 7 Sunday. */
export function useDayName(): (day: number) => string {
  const { language } = useWords();
  return (day) => formats[language].format(monday + (day - 1) * 86_400_000);
}
