import { code, date, field, instant, integer, reference, text } from "../declaration.js";
import { register } from "./register.js";

export const gridPlans = register({
  name: "gridPlans",
  singular: "gridPlan",
  typeName: "GridPlan",
  table: "grid_plan",
  label: { zh: "网格方案", en: "Grid plans" },
  description:
    "Plans of the grids of whole villages: drawn as a draft, approved by somebody else, in force " +
    "at midnight of their day.",
  writes: { own: "their own mutations" },
  fields: {
    name: field(text(100), "名称", "Name", {
      required: true,
      sensitivity: "internal",
      description: "What the plan is called",
    }),
    status: field(code("plan-status"), "状态", "Status", {
      kept: true,
      sensitivity: "internal",
      bySteps: true,
      description: "How far it has come; only a step changes it",
    }),
    stateSince: field(instant, "状态起始", "State since", {
      sensitivity: "internal",
      bySteps: true,
      description: "Moment of the step that led to its status",
    }),
    effectiveOn: field(date, "生效日期", "Effective on", {
      sensitivity: "internal",
      description: "Day at whose first moment it comes into force; null while nobody has said",
    }),
    baseOn: field(date, "基准日", "Base", {
      sensitivity: "internal",
      derived: true,
      description: "Day whose grids it was begun from",
    }),
    forkOf: field(reference("gridPlans"), "复制自", "Fork of", {
      sensitivity: "internal",
      derived: true,
      description: "The plan that it was begun from; null: from the grids in force",
    }),
    edits: field(integer(0), "编辑次数", "Edits", {
      sensitivity: "internal",
      derived: true,
      description: "Number of its latest edit; what was undone counts too",
    }),
  },
  search: ["name"],
  scope: "county",
  category: "status",
  exportable: false,
});
