import { code, date, field, instant, integer, reference, text } from "../declaration.js";
import { register } from "./register.js";

export const groupPlans = register({
  name: "groupPlans",
  singular: "groupPlan",
  typeName: "GroupPlan",
  table: "group_plan",
  label: { zh: "分组方案", en: "Group plans" },
  description:
    "Plans of ten-household groups of whole villages: formed by a run or from the present ones, " +
    "edited by hand, in force from a day on.",
  writes: { own: "their own mutations" },
  fields: {
    name: field(text(100), "名称", "Name", {
      required: true,
      sensitivity: "internal",
      description: "What the plan is called",
    }),
    status: field(code("group-plan-status"), "状态", "Status", {
      kept: true,
      sensitivity: "internal",
      derived: true,
      description: "How far it has come: being formed, draft, in force, ended",
    }),
    stateSince: field(instant, "状态起始", "State since", {
      sensitivity: "internal",
      derived: true,
      description: "Moment since which it has its status",
    }),
    mode: field(text(8), "方式", "Mode", {
      sensitivity: "internal",
      derived: true,
      description: "Whether it holds groups or each household's own ring: GROUPS or RINGS",
    }),
    effectiveOn: field(date, "生效日期", "Effective on", {
      sensitivity: "internal",
      derived: true,
      description: "Day from which it is in force; null: not published",
    }),
    endedOn: field(date, "终止日期", "Ended on", {
      sensitivity: "internal",
      derived: true,
      description: "Day from which another one is in force instead; null: none",
    }),
    forkOf: field(reference("groupPlans"), "来自", "Begun from", {
      sensitivity: "internal",
      derived: true,
      description: "The plan that it was begun from; null: from nothing",
    }),
    edits: field(integer(0), "编辑次数", "Edits", {
      sensitivity: "internal",
      derived: true,
      description: "Number of its latest edit; what was undone counts too",
    }),
  },
  search: ["name"],
  scope: "villages",
  category: "status",
  exportable: false,
});
