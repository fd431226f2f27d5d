import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { beginRequest, type RunningRequest } from "../core/request.js";
import type { Services } from "../core/services.js";
import type { Metrics } from "./metrics.js";

/** What a caller may call its own request; anything else is not taken into the log. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** Options of the server by which requests get their number. */
export const requestNumbers = {
  requestIdHeader: false as const,
  genReqId: ({ headers }: IncomingMessage): string => {
    const given = headers["x-request-id"];
    return typeof given === "string" && REQUEST_ID.test(given)
      ? given
      : randomBytes(8).toString("hex");
  },
};

/** Codes after which the same request is to be sent again. */
const AGAIN = new Set(["RETRY", "UNAVAILABLE"]);
const RETRY_AFTER_S = 2;

/** Which door a request came by. Paths hold ids and the page's files, so they are no label. */
function outletOf(request: FastifyRequest): string {
  const path = request.routeOptions.url ?? "";
  if (path.startsWith("/graphql")) return "graphql";
  if (path.startsWith("/tiles")) return "tiles";
  if (/^\/(healthz|readyz|metrics)$/.test(path)) return path.slice(1);
  return path ? "page" : "none";
}

/**
 * Gives each request its number, tells the log and the metrics how it ended, and tells HTTP what
 * GraphQL's codes mean for a caller that should come again.
 */
export function observe(app: FastifyInstance, { db, log }: Services, metrics: Metrics): void {
  const running = new WeakMap<FastifyRequest, RunningRequest>();
  app.addHook("onRequest", (request, reply, done) => {
    const here = beginRequest(request.id);
    running.set(request, here);
    reply.raw.once("close", () => {
      if (!reply.raw.writableFinished) here.gone.abort();
    });
    reply.header("X-Request-Id", request.id);
    db.serve(here, done);
  });
  // Reading the body loses the context: its events belong to the connection.
  app.addHook("preHandler", (request, _reply, done) => {
    db.serve(running.get(request)!, done);
  });
  app.addHook("onSend", async (request, reply) => {
    const { codes = [], answered = false } = running.get(request) ?? {};
    if (!answered && [...codes].some((code) => AGAIN.has(code))) reply.code(503);
    if (reply.statusCode === 503 && !reply.hasHeader("Retry-After"))
      reply.header("Retry-After", RETRY_AFTER_S);
  });
  app.addHook("onResponse", async (request, reply) => {
    const outlet = outletOf(request);
    const here = running.get(request);
    const codes = [...(here?.codes ?? [])];
    const seconds = reply.elapsedTime / 1000;
    metrics.answered(outlet, reply.statusCode, seconds, codes);
    const level =
      reply.statusCode >= 500 ? "warn" : outlet === "graphql" ? "info" : ("debug" as const);
    log(`${request.method} ${outlet} ${reply.statusCode}`, level, {
      request: request.id,
      ms: Math.round(reply.elapsedTime),
      ...(here?.operation ? { operation: here.operation } : {}),
      ...(codes.length > 0 ? { codes: codes.join(",") } : {}),
    });
  });
}
