import type { Services } from "../core/services.js";
import type { Handler } from "../jobs/handlers.js";
import { jobsShown } from "../jobs/jobs.service.js";
import type { Schedule } from "../jobs/schedules.js";
import { formingPlans } from "./groups.queries.js";
import { failPlan } from "./run.job.js";

export const FORSAKEN_JOB = "groupPlan.forsaken";
export const FORSAKEN_SCHEDULE: Schedule = {
  name: FORSAKEN_JOB,
  kind: FORSAKEN_JOB,
  lane: "normal",
  when: { everyMs: 60_000 },
  of: "each county",
  maxAttempts: 2,
};

/**
 * Plans that nobody forms any more: their job was stopped before it began, or its processes died as
 * often as it may be tried. They say so, instead of being formed for ever.
 */
export const forsakenHandler =
  (services: Services): Handler =>
  async ({ county }) => {
    const plans = await formingPlans(services.db, county);
    const ids = plans.flatMap(({ jobId }) => jobId ?? []);
    const jobs = await jobsShown(services.db, county, ids);
    let ended = 0;
    for (const plan of plans) {
      const job = plan.jobId === null ? undefined : jobs.get(plan.jobId);
      if (job && (job.state === "waiting" || job.state === "running")) continue;
      const why = job?.fault ?? { code: "CONFLICT", reason: job?.state ?? "gone" };
      await failPlan(services, { county, plan: plan.id, job: plan.jobId ?? plan.id }, plan, why);
      ended++;
    }
    return { ended };
  };
