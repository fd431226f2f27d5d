import { date } from "../declaration.js";
import { type ActionForm, asked } from "./action-form.js";

/** Steps of a grid plan that somebody takes; beginning one is `createGridPlan`. */
export const gridPlanForms = {
  submit: {
    mutation: "submitGridPlan",
    label: { zh: "提交", en: "Submit" },
    description: "Hands a draft in to be approved by somebody else; warnings want a word",
    fields: [],
  },
  approve: {
    mutation: "approveGridPlan",
    label: { zh: "批准", en: "Approve" },
    description: "Approves a plan: it comes into force at the first moment of its day",
    fields: [
      asked("effectiveOn", date, "生效日期", "Effective on", {
        required: true,
        sensitivity: "internal",
        description: "The day at whose first moment it comes into force, tomorrow at the earliest",
      }),
    ],
  },
  return: {
    mutation: "returnGridPlan",
    label: { zh: "退回", en: "Return" },
    description: "Gives a plan back to its planners, who learn why",
    fields: [],
    reasoned: true,
  },
  withdraw: {
    mutation: "withdrawGridPlan",
    label: { zh: "撤回", en: "Withdraw" },
    description: "Ends a plan that is not yet in force; it can be forked",
    fields: [],
  },
} as const satisfies Record<string, ActionForm>;
