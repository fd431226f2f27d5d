import { code, date, field, text } from "../declaration.js";
import { register } from "./register.js";

export const holidays = register({
  name: "holidays",
  singular: "holiday",
  typeName: "Holiday",
  table: "holiday",
  label: { zh: "节假日", en: "Holidays" },
  description:
    "Days on which work is other than the weekday says: legal periods and clocks count by them.",
  fields: {
    day: field(date, "日期", "Day", {
      required: true,
      description: "The day, in the county's time",
    }),
    kind: field(code("day-kind"), "类型", "Kind", {
      required: true,
      description: "What the day is: a holiday, a working day at a weekend, or a local day off",
    }),
    name: field(text(60), "名称", "Name", {
      description: "What the day is called, like 春节",
    }),
    source: field(text(200), "来源", "Source", {
      required: true,
      description: "Who decided so: the notice or the county's own rule",
    }),
  },
  search: [],
  scope: "county",
  category: "kind",
  exportable: true,
});
