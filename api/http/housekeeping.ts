import { sealAccessLog } from "../access-log/access-log.service.js";
import type { Services } from "../core/services.js";
import { pruneEvents } from "../events/retention.js";
import { pruneJobs } from "../jobs/jobs.queries.js";
import { pruneIdempotencyKeys } from "../writing/idempotency.js";

const EVERY_MS = 60_000;

/** What is delivered or over goes; what was disclosed goes into the access log's chain. */
export async function tidyUp(services: Services): Promise<void> {
  const { db, log } = services;
  await pruneEvents(db);
  await services.accounts.prune();
  await pruneIdempotencyKeys(db);
  await pruneJobs(db);
  const sealed = await sealAccessLog(db);
  if (sealed) log(`access log: sealed ${sealed.rows} rows, head ${sealed.digest}`);
}

/** Has one of the processes tidy up once a minute. */
export function keepHouse(services: Services): void {
  services.jobs.handle("housekeeping", () => tidyUp(services), { leavesNoTrace: true });
  services.jobs.repeat({
    name: "housekeeping",
    kind: "housekeeping",
    when: { everyMs: EVERY_MS },
    of: "the service",
    maxAttempts: 2,
  });
}
