import { sealAccessLog } from "../access-log/access-log.service.js";
import type { Services } from "../core/services.js";
import { pruneEvents } from "../events/retention.js";
import { pruneIdempotencyKeys } from "../layers/idempotency.js";

const EVERY_MS = 60_000;

/** What is delivered or over goes; what was disclosed goes into the access log's chain. */
export async function tidyUp(services: Services): Promise<void> {
  const { db, log } = services;
  await pruneEvents(db);
  await services.accounts.prune();
  await pruneIdempotencyKeys(db);
  const sealed = await sealAccessLog(db);
  if (sealed) log(`access log: sealed ${sealed.rows} rows, head ${sealed.digest}`);
}

/** Tidies up once a minute. Answers the way to stop, which waits for what runs. */
export function startHousekeeping(services: Services): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= tidyUp(services)
      .catch((error: Error) => services.log(`housekeeping: ${error.message}`, "warn"))
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
