/** Roles an account may hold (docs/decisions/roles.md). Anonymous callers hold none. */
export const ROLES = [
  "admin",
  "planner",
  "approver",
  "analyst",
  "dispatcher",
  "station",
  "undertaker",
  "worker1",
  "worker2",
  "worker3",
  "patrol",
  "mediator",
  "resident",
  "auditor",
] as const;
export type RoleName = (typeof ROLES)[number];

export const ROLE_LABELS: Record<RoleName, { zh: string; en: string }> = {
  admin: { zh: "管理员", en: "Administrator" },
  planner: { zh: "网格规划员", en: "Planner" },
  approver: { zh: "审批人", en: "Approver" },
  analyst: { zh: "分析员", en: "Analyst" },
  dispatcher: { zh: "调度员", en: "Dispatcher" },
  station: { zh: "网格化服务管理站", en: "Service station" },
  undertaker: { zh: "承办单位", en: "Undertaking organisation" },
  worker1: { zh: "一级网格员（专职）", en: "Grid worker, full-time (tier 1)" },
  worker2: { zh: "二级网格员（楼栋长）", en: "Building head (tier 2)" },
  worker3: { zh: "三级网格员（积极分子）", en: "Volunteer (tier 3)" },
  patrol: { zh: "巡逻员", en: "Patrol" },
  mediator: { zh: "调解员", en: "Mediator" },
  resident: { zh: "居民", en: "Resident" },
  auditor: { zh: "审计员", en: "Auditor" },
};
