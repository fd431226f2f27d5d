import { REGISTER_NAMES, type RegisterName } from "../declaration.js";
import { clockRules } from "./clock-rules.js";
import { codes } from "./codes.js";
import { dashboards } from "./dashboards.js";
import { gridPlans } from "./grid-plans.js";
import { groupPlans } from "./group-plans.js";
import { holidays } from "./holidays.js";
import { jurisdictions, organisations } from "./organisations.js";
import type { Register } from "./register.js";
import { savedAreas } from "./saved-areas.js";
import { savedQuestions } from "./saved-questions.js";

export type { Register } from "./register.js";

const byName: Record<RegisterName, Register> = {
  organisations,
  jurisdictions,
  holidays,
  codes,
  clockRules,
  savedAreas,
  savedQuestions,
  dashboards,
  gridPlans,
  groupPlans,
};

export const REGISTERS: readonly Register[] = REGISTER_NAMES.map((name) => byName[name]);

export const registerOf = (name: RegisterName): Register => byName[name];
