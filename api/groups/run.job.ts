import type { Database, Transaction } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import type { Handler, Progress } from "../jobs/handlers.js";
import { standardsOf } from "../writing/standards.js";
import { write } from "../writing/write.js";
import { type GroupPlanRow, groupPlanRows, groupPlans } from "./groups.queries.js";
import { dropParts, dropRows, keepFigures, putRows } from "./rows.queries.js";
import { noteRun } from "./run-input.js";
import { type RunAt, type RunJob, runInThread } from "./run-thread.js";
import type { GroupVerdictRow } from "./verdict.js";

export const RUN_JOB = "groupPlan.run";

/**
 * Forms groups for a plan. Worked out in a thread from households that are read batch by batch;
 * parts are kept as they are solved, so that a death costs little. Rows are written while the plan
 * is still being formed, when nobody reads them, and become its groups with the end of the job.
 */
export const runHandler =
  (services: Services): Handler =>
  async (job, progress) => {
    const { county, createdBy: actor } = job;
    const asked = job.input as RunJob;
    const at: RunAt = { county, plan: asked.plan, job: job.id };
    const [plan] = await groupPlanRows(services.db, county, [asked.plan]);
    if (plan?.state !== "FORMING") return { formed: false, because: plan?.state ?? "GONE" };
    try {
      await noteRun(services.db, county, actor, at.plan);
      const found = await runInThread(services.db, progress, at, asked);
      if (!found.done.ok) throw contradiction(found.done.findings);
      const cancelled = progress.signal.aborted;
      await writeChunks(services.db, progress, at, found.chunks);
      await land(services, progress, { at, plan, actor, cancelled }, found.done.verdict);
    } catch (error) {
      const why = finalFault(error, job.attempts >= job.maxAttempts);
      if (why && !progress.signal.aborted) await failPlan(services, at, plan, why);
      throw error;
    }
    return undefined;
  };

/** Codes of refusals that say: later. */
const LATER = new Set<unknown>(["RETRY", "UNAVAILABLE", "THROTTLED"]);

/** What the plan keeps of a fault after which nobody tries again; null: it is tried again. */
function finalFault(error: unknown, isLast: boolean): object | null {
  const refusal = error instanceof Refusal ? error.extensions : null;
  if (refusal && !LATER.has(refusal["code"])) return refusal;
  return isLast ? { ...(refusal ?? { code: "INTERNAL", reason: "logged" }) } : null;
}

const contradiction = (findings: { code: string; params: unknown }[]): Refusal =>
  new Refusal("BAD_USER_INPUT", "What is asked of the groups contradicts itself.", {
    ...{ reason: findings[0]!.code, said: findings[0], findings },
  });

/** Chunk by chunk: the embedded engine serves others between them. */
async function writeChunks(
  db: Database,
  progress: Progress,
  at: RunAt,
  chunks: readonly string[],
): Promise<void> {
  const now = new Date().toISOString();
  if (!progress.signal.aborted) await progress.phase("writing", chunks.length);
  await db.transaction((tx) => dropRows(tx, at));
  for (const [k, text] of chunks.entries()) {
    await db.transaction((tx) => putRows(tx, at, text, now));
    if (!progress.signal.aborted) await progress.report(k + 1, chunks.length);
  }
}

interface Landing {
  at: RunAt;
  plan: GroupPlanRow;
  actor: string;
  /** The job was stopped: what was found until then is the plan. */
  cancelled: boolean;
}

async function land(
  services: Services,
  progress: Progress,
  { at, plan, actor, cancelled }: Landing,
  verdict: GroupVerdictRow,
): Promise<void> {
  const standards = await standardsOf(services, at.county);
  const become = async (tx: Transaction): Promise<object> => {
    await keepFigures(tx, at, verdict);
    await dropParts(tx, at);
    await toState(tx, { actor, standards }, at, plan, "DRAFT");
    return { formed: true, groups: verdict.groups, complete: verdict.complete };
  };
  if (!cancelled) return progress.finish(become);
  await services.db.transaction(become);
  throw progress.signal.reason;
}

/** Nothing came of a run: its plan says why. */
export async function failPlan(
  services: Services,
  at: RunAt,
  plan: GroupPlanRow,
  why: object,
): Promise<void> {
  const standards = await standardsOf(services, at.county);
  await services.db.transaction(async (tx) => {
    await dropRows(tx, at);
    await dropParts(tx, at);
    await keepFigures(tx, at, { failed: why });
    await toState(tx, { actor: "clock", standards }, at, plan, "FAILED");
  });
}

async function toState(
  tx: Transaction,
  who: { actor: string; standards: Awaited<ReturnType<typeof standardsOf>> },
  { county }: RunAt,
  { id, version }: GroupPlanRow,
  status: "DRAFT" | "FAILED",
): Promise<void> {
  const changes = { status, stateSince: new Date().toISOString() };
  const rows = [{ id, version, changes }];
  await write(tx, { ...who, cause: "job" }, county, [
    { action: "update", layer: groupPlans, county, rows },
  ]);
}
