import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../core/refusal.js";

/** The end of a service: no new work, what runs may finish. */
export interface Drain {
  readonly begun: boolean;
  /** Must come before other hooks of requests: what is refused here does nothing. */
  guard(app: FastifyInstance): void;
  /** Resolves when nothing runs any more, or after the limit. Answers how many it gave up. */
  begin(limitMs: number): Promise<number>;
}

const STILL_ANSWERED = new Set(["/healthz", "/readyz", "/metrics"]);

export function makeDrain(): Drain {
  const running = new Set<FastifyRequest>();
  let begun = false;
  let empty = () => {};
  const left = (request: FastifyRequest) => {
    running.delete(request);
    if (running.size === 0) empty();
  };
  return {
    get begun() {
      return begun;
    },
    guard(app) {
      app.addHook("onRequest", async (request) => {
        if (begun && !STILL_ANSWERED.has(request.routeOptions.url ?? ""))
          throw new Refusal(
            "RETRY",
            "The service is stopping and did nothing of this. Send it again, a write with the " +
              "same idempotency key.",
          );
        running.add(request);
      });
      app.addHook("onSend", async (_request, reply) => {
        if (begun) reply.header("Connection", "close");
      });
      app.addHook("onResponse", async (request) => left(request));
      app.addHook("onRequestAbort", async (request) => left(request));
    },
    async begin(limitMs) {
      begun = true;
      if (running.size > 0)
        await new Promise<void>((resolve) => {
          const limit = setTimeout(resolve, limitMs);
          empty = () => {
            clearTimeout(limit);
            resolve();
          };
        });
      return running.size;
    },
  };
}
