import type { Database, Runner } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import type { At } from "../policy/actions.js";
import { CHANGED_CHANNEL, DUE_CHANNEL, type JobRow, STOPPED_CHANNEL } from "./job.js";
import { jobOf, jobsNamed, jobUnder, requestCancel, requestRetry } from "./jobs.queries.js";

/** Stops a job: one that waits at once, one that runs at its next step. */
export async function cancelJob(db: Database, at: Identifier): Promise<JobRow> {
  if (!(await requestCancel(db, at)))
    throw new Refusal("CONFLICT", "id: this job has ended.", { field: "id" });
  await db.notify(STOPPED_CHANNEL, at.id);
  await db.notify(CHANGED_CHANNEL, at.id);
  return (await jobOf(db, at))!;
}

/** Tries a job again that failed or gave up, from where it stood. */
export async function retryJob(db: Database, at: Identifier): Promise<JobRow> {
  const lane = await requestRetry(db, at);
  if (!lane)
    throw new Refusal("CONFLICT", "id: only a job that failed or is dead is tried again.", {
      field: "id",
    });
  await db.notify(DUE_CHANNEL, lane);
  await db.notify(CHANGED_CHANNEL, at.id);
  return (await jobOf(db, at))!;
}

/** Where a job is, and who started it: what the policy asks. */
export const placeOf = ({ county, createdBy }: JobRow): At => ({
  county,
  did: { creator: createdBy },
});

/** A job as GraphQL answers it: with the id that is unique over all counties. */
export const shownJob = (row: JobRow): JobRow => ({ ...row, id: formatId(row.county, row.id) });

export { jobUnder };

/** Jobs by their uuids, of those of a county that are kept. */
export async function jobsShown(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<Map<string, JobRow>> {
  const rows = await jobsNamed(
    run,
    ids.map((id) => ({ county, id })),
  );
  return new Map(rows.map((row) => [row.id, shownJob(row)]));
}

/** A job by its GraphQL id, as the transaction that asked for it answers it. */
export const jobNamed = async (run: Runner, id: string): Promise<JobRow> =>
  shownJob((await jobOf(run, parseId(id)))!);
