import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { watchChanges } from "../events/changes.service.js";
import type { JobRow } from "../jobs/job.js";
import { type GroupPlanRow, groupPlans } from "./groups.queries.js";
import { seenGroupPlan } from "./groups.service.js";

/** How far a run is. */
export interface RunProgress {
  state: string;
  phase: string | null;
  done: number;
  total: number | null;
  /** Of the groups found so far; null: none yet. */
  metres: number | null;
}

export interface GroupPlanChange {
  version: number;
  what: "RUN" | "EDIT" | "PUBLISHED";
  job: RunProgress | null;
}

const progressOf = ({ state, phase, done, total, cursor }: JobRow): RunProgress => ({
  ...{ state, phase, done, total },
  metres: (cursor as { metres?: number } | null)?.metres ?? null,
});

/**
 * What happens to a plan: its run as it goes on, then every version of it. The log of changes
 * wakes, the plan's own row tells, so that what was missed meanwhile comes too.
 */
export async function* watchGroupPlan(
  context: Context,
  id: string,
): AsyncGenerator<GroupPlanChange> {
  // Listening begins before the plan is read: nothing falls between.
  const changes = watchChanges(context, { kinds: [groupPlans.name], area: null, after: null });
  try {
    let next = changes.next();
    let plan = await seenGroupPlan(context, context.db, id);
    if (plan.state === "FORMING" && plan.jobId !== null) {
      yield* runOf(context, plan);
      plan = await seenGroupPlan(context, context.db, id);
      yield { version: plan.version, what: "RUN", job: null };
    }
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = changes.next();
      if (value.id === null ? value.subjectKind !== groupPlans.name : value.id !== id) continue;
      const now = await seenGroupPlan(context, context.db, id);
      if (now.version !== plan.version)
        yield { version: now.version, what: whatOf(plan, now), job: null };
      plan = now;
    }
  } finally {
    await changes.return(undefined);
  }
}

async function* runOf(
  context: Context,
  { county, jobId, version }: GroupPlanRow,
): AsyncGenerator<GroupPlanChange> {
  const at = { county, id: parseId(`${county}-${jobId}`).id };
  for await (const job of context.services.jobs.watch(at))
    yield { version, what: "RUN", job: progressOf(job) };
}

function whatOf(before: GroupPlanRow, now: GroupPlanRow): GroupPlanChange["what"] {
  if (before.state === "FORMING") return "RUN";
  return before.state === now.state ? "EDIT" : "PUBLISHED";
}
