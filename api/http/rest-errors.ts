import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import type { Log } from "../core/log.js";
import { refusalOf } from "../graphql/errors.js";
import { httpOf } from "./callers.js";

const STATUS: Record<string, number> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PURPOSE_REQUIRED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_COSTLY: 422,
  THROTTLED: 429,
};

const send = (reply: FastifyReply, status: number, code: string, message: string) =>
  reply.code(status).header("Cache-Control", "no-store").send({ error: { code, message } });

/** Every answer of HTTP that is an error and not GraphQL's: `{ error: { code, message } }`. */
export function restErrors(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((request, reply) =>
    send(reply, 404, "NOT_FOUND", `There is nothing at ${request.method} ${pathOf(request.url)}.`),
  );
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode, message } = error as FastifyError;
    if (statusCode !== undefined && statusCode < 500)
      return send(reply, statusCode, "BAD_REQUEST", message);
    const refusal = refusalOf(error, log);
    const code = refusal.extensions["code"] as string;
    reply.headers(Object.fromEntries(httpOf(refusal).headers ?? []));
    return send(reply, STATUS[code] ?? 503, code, refusal.message);
  });
}

const pathOf = (url: string) => url.split("?")[0]!.slice(0, 200);
