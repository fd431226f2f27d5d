import { Threads, threadModule } from "../jobs/threads.js";
import {
  type CleanedPlan,
  cleanGrids,
  type JudgedPlan,
  judgePlan,
  type PlanToClean,
  type PlanToJudge,
} from "./plan-work.js";

const WORK = threadModule(import.meta.url, "./plan-work");
/**
 * Grids above which a plan is worked out in a thread: seconds that nobody else shall wait for. Below
 * it takes less than to send it there.
 */
const MANY = 300;

/** A thread of their own: proposals may take all of the jobs'. */
const threads = new Threads(1);

export const judged = async (input: PlanToJudge): Promise<JudgedPlan> =>
  input.rows.length > MANY
    ? threads.run<JudgedPlan>({ module: WORK, work: "judgePlan", input })
    : judgePlan(input);

export const cleanedUp = async (input: PlanToClean): Promise<CleanedPlan> =>
  input.rows.length > MANY
    ? threads.run<CleanedPlan>({ module: WORK, work: "cleanGrids", input })
    : cleanGrids(input);
