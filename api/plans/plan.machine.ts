import type { Guard, Machine, Transition } from "../../civic/steps/machine.js";
import type { gridPlanForms } from "../../schema/actions/grid-plans.js";

export type PlanState = "DRAFT" | "SUBMITTED" | "APPROVED" | "EFFECTIVE" | "RETIRED" | "WITHDRAWN";

/** What somebody does, and what begins or ends by itself. */
export type PlanAction = keyof typeof gridPlanForms | "begin" | "takeEffect" | "supersede";

/** A plan as its guards judge it. */
export interface PlanStanding {
  /** Number of its latest edit. */
  edits: number;
  /** Another plan came into force on its ground after it was begun. */
  overtaken: boolean;
}

/** What is read once the form is filled in. */
export interface PlanWorld {
  /** What does not hold in its grids, by severity; null before the form is filled in. */
  found: { errors: number; warnings: number } | null;
  /** Whether the step came with a word. */
  worded: boolean;
  /** The day of the form lies after today. */
  ahead: boolean;
  /** Another approved plan takes the same ground on the day of the form. */
  dayTaken: boolean;
}

type Judge = Guard<PlanStanding, PlanWorld>;
type Way = Transition<PlanState, never, PlanStanding, PlanWorld>;

const sound: Judge = {
  code: "PLAN_HAS_ERRORS",
  ofForm: true,
  sentence: {
    zh: "方案中还有错误，请按「问题」逐一处理后再提交。",
    en: "The plan has errors: mend them one by one under problems, then submit it.",
  },
  holds: (_, { found }) => found?.errors === 0,
};

const excused: Judge = {
  code: "PLAN_WARNINGS_WANT_A_WORD",
  field: "reason",
  ofForm: true,
  sentence: {
    zh: "方案中还有提醒事项，请说明理由后提交。",
    en: "The plan has warnings: say why it is right as it is, and submit it with that word.",
  },
  holds: (_, { found, worded }) => found?.warnings === 0 || worded,
};

const current: Judge = {
  code: "PLAN_OVERTAKEN",
  sentence: {
    zh: "方案开始之后，同一范围内已有其他方案生效；请从现行网格重新开始一个方案。",
    en:
      "Another plan came into force on its ground since it was begun: begin one from the grids " +
      "in force.",
  },
  holds: ({ overtaken }) => !overtaken,
};

const tomorrow: Judge = {
  code: "PLAN_DAY_NOT_AHEAD",
  field: "effectiveOn",
  ofForm: true,
  sentence: {
    zh: "生效日期须在今天之后，最早为明天零时。",
    en: "The day must lie after today: the earliest is tomorrow at midnight.",
  },
  holds: (_, { ahead }) => ahead,
};

const dayFree: Judge = {
  code: "PLAN_DAY_TAKEN",
  field: "effectiveOn",
  ofForm: true,
  sentence: {
    zh: "同一范围内已有另一方案批准在这一天生效，请另选日期或先撤回那个方案。",
    en:
      "Another approved plan takes the same ground on that day: choose another, or withdraw that " +
      "one.",
  },
  holds: (_, { dayTaken }) => !dayTaken,
};

const way = (from: Way["from"], to: PlanState, may: string, guards: Judge[] = []): Way => ({
  from,
  to,
  may: `gridPlan.${may}`,
  ...(guards.length > 0 ? { guards } : {}),
});

/** 网格方案流程: from a draft to the grids in force. */
export const planMachine: Machine<PlanState, PlanAction, never, PlanStanding, PlanWorld> = {
  name: "gridPlans",
  label: { zh: "网格方案流程", en: "Grid plans" },
  states: {
    DRAFT: { label: { zh: "草稿", en: "Draft" } },
    SUBMITTED: { label: { zh: "待审批", en: "Submitted" } },
    APPROVED: { label: { zh: "待生效", en: "Approved" } },
    EFFECTIVE: { label: { zh: "生效", en: "In force" }, end: "for now" },
    RETIRED: { label: { zh: "已被取代", en: "Replaced" }, end: "for good" },
    WITHDRAWN: { label: { zh: "已撤回", en: "Withdrawn" }, end: "for good" },
  },
  clocks: [],
  actions: {
    begin: {
      label: { zh: "新建", en: "Begin" },
      emits: "gridPlan.begun",
      transitions: [way(null, "DRAFT", "edit")],
    },
    submit: {
      label: { zh: "提交", en: "Submit" },
      emits: "gridPlan.submitted",
      transitions: [way("DRAFT", "SUBMITTED", "submit", [current, sound, excused])],
    },
    approve: {
      label: { zh: "批准", en: "Approve" },
      emits: "gridPlan.approved",
      transitions: [way("SUBMITTED", "APPROVED", "approve", [current, tomorrow, dayFree])],
    },
    return: {
      label: { zh: "退回", en: "Return" },
      emits: "gridPlan.returned",
      transitions: [way("SUBMITTED", "DRAFT", "return")],
    },
    withdraw: {
      label: { zh: "撤回", en: "Withdraw" },
      emits: "gridPlan.withdrawn",
      transitions: [
        way("DRAFT", "WITHDRAWN", "withdraw"),
        way("SUBMITTED", "WITHDRAWN", "withdraw"),
        way("APPROVED", "WITHDRAWN", "withdraw"),
      ],
    },
    takeEffect: {
      label: { zh: "生效", en: "Take effect" },
      emits: "gridPlan.effective",
      byClock: true,
      transitions: [way("APPROVED", "EFFECTIVE", "takeEffect", [{ ...current, refuses: "never" }])],
    },
    supersede: {
      label: { zh: "被取代", en: "Be replaced" },
      emits: "gridPlan.replaced",
      byClock: true,
      transitions: [way("EFFECTIVE", "RETIRED", "supersede")],
    },
  },
};
