import { sealAccessLog } from "../access-log/access-log.service.js";
import { pruneIdempotencyKeys } from "../layers/idempotency.js";
import type { Services } from "../services.js";

const EVERY_MS = 60_000;

/**
 * Small recurring duties: delivered changes, ended sessions, the access log's chain. Answers the
 * way to stop.
 */
export function startHousekeeping(services: Services): () => void {
  const { db, log } = services;
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void (async () => {
      await services.changes.prune();
      await services.accounts.prune();
      await pruneIdempotencyKeys(db);
      const sealed = await sealAccessLog(db);
      if (sealed) log(`access log: sealed ${sealed.rows} rows, head ${sealed.digest}`);
    })()
      .catch((error: Error) => log(`housekeeping: ${error.message}`, "warn"))
      .finally(() => {
        busy = false;
      });
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
