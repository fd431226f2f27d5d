import { code, field, integer, number, text } from "../declaration.js";
import { register } from "./register.js";

export const clockRules = register({
  name: "clockRules",
  singular: "clockRule",
  typeName: "ClockRule",
  table: "clock_rule",
  label: { zh: "时限规则", en: "Time limits" },
  description:
    "How long a county gives for what is to be done with its incidents, instead of what the " +
    "service has by itself. Of those that fit, the longest category wins, then the most urgent " +
    "level. Clocks that run keep the rule that they began with.",
  fields: {
    subjectKind: field(text(40), "对象", "Of what", {
      required: true,
      filtered: true,
      description: "What has the clocks, as its layer is called: incidents",
    }),
    kind: field(text(40), "事项", "Matter", {
      required: true,
      filtered: true,
      description: "What is to be done, as clocks call it, like accept or verify",
    }),
    category: field(code("incident"), "类别", "Category", {
      description: "Of this category and all below it; null: of every category",
    }),
    levelMax: field(integer(1, 4), "至级别", "Up to level", {
      description: "Of this level and more urgent ones, 1 being the most urgent; null: every level",
    }),
    amount: field(integer(1, 1000), "时长", "Amount", {
      required: true,
      description: "How many of the unit",
    }),
    unit: field(text(12), "单位", "Unit", {
      required: true,
      description: "What is counted: minute, hour, day, workingDay, month or year",
    }),
    warnShare: field(number(0, 1), "预警比例", "Warning at", {
      description: "Share of the time at which the clock turns yellow; null: it never does",
    }),
    source: field(text(200), "依据", "Source", {
      required: true,
      description: "Who decided so: the county's own rule, with its number",
    }),
  },
  search: [],
  scope: "county",
  exportable: true,
});
