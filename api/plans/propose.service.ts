import type { Range } from "../../civic/grids/household-range.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import { enqueue } from "../jobs/enqueue.js";
import type { JobRow } from "../jobs/job.js";
import { jobNamed, jobUnder, shownJob } from "../jobs/jobs.service.js";
import { Threads, threadModule } from "../jobs/threads.js";
import { demand } from "../policy/actions.js";
import { checkKey } from "../writing/change-one.js";
import { keyOfAnother } from "../writing/idempotency.js";
import { editLog } from "./edit.queries.js";
import { stale } from "./edits.service.js";
import type { PlanRow } from "./plan.queries.js";
import { notADraft, seenPlan } from "./plans.service.js";
import { readProposalGround, villagesMeant } from "./proposal-input.js";
import type { SuggestedHandOver } from "./proposal-work.js";
import { PROPOSE_JOB, type ProposeJob, requestOf } from "./propose.job.js";

export interface ProposeInput {
  plan: string;
  version: number;
  villages?: readonly string[] | null;
  range: Range | null;
  fromPresent: boolean;
  seed: number;
  key?: string | null;
}

/**
 * Asks for grids to be proposed for villages of a draft. What can be told at once is: the job would
 * only find it out later. Asked twice for the same it is one job.
 */
export async function askProposal(context: Context, asked: ProposeInput): Promise<JobRow> {
  const { plan: id, version, range, fromPresent, seed, key = null } = asked;
  const { county } = parseId(id, "plan");
  demand(context.viewer, "gridPlan.edit", { county });
  checkKey(key);
  const { actor } = context.viewer;
  const villages = asked.villages ?? null;
  return await context.db.transaction(async (tx) => {
    const plan = await seenPlan(context, tx, id);
    const input: ProposeJob = { plan: plan.id, version, villages, range, fromPresent, seed, key };
    const uniqueKey = `${actor} ${key === null ? JSON.stringify(input) : `${plan.id} ${key}`}`;
    const request = requestOf(input);
    if (key !== null) {
      // Asked again for what is done: the answer that it had, with its reasons.
      const known = await jobUnder(tx, { kind: PROPOSE_JOB, county, uniqueKey });
      if (known && requestOf(known.input as ProposeJob) !== request) throw keyOfAnother();
      if (known) return shownJob(known);
    }
    if (plan.state !== "DRAFT") throw notADraft(plan.state);
    villagesMeant(plan, { villages, range });
    const again =
      key !== null && (await editLog.byKey(tx, county, plan.id, { actor, key, request }));
    if (!again && plan.version !== version) throw await stale(tx, plan, version);
    return jobNamed(tx, await enqueue(tx, { kind: PROPOSE_JOB, county, input, actor, uniqueKey }));
  });
}

const SUGGEST = threadModule(import.meta.url, "./proposal-work");
/** One at a time: whoever asks for the next has seen the last. */
const threads = new Threads(1);

/** One step that brings the grids of a plan nearer to the range; null: no single step does. */
export async function suggestHandOver(
  run: Runner,
  plan: PlanRow,
  wishes: { villages: readonly string[] | null; range: Range | null },
): Promise<SuggestedHandOver | null> {
  const input = await readProposalGround(run, plan, wishes);
  if (!input) return null;
  return threads.run<SuggestedHandOver | null>({ module: SUGGEST, work: "suggestForPlan", input });
}
