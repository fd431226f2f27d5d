import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import {
  type DocumentNode,
  type ExecutionArgs,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from "graphql";
import { CloseCode, type SubscribePayload } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { belowPrefix } from "../core/address.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { beginRequest, type RunningRequest } from "../core/request.js";
import type { Services } from "../core/services.js";
import { type Cost, costOf, refuseCostly, shownCost, workLimitOf } from "../cost/cost-of.js";
import type { Sizes } from "../cost/layer-sizes.js";
import type { Callers } from "../http/callers.js";
import type { Doors } from "../http/doors.js";
import { refuseOffWall } from "../policy/walls.js";
import type { makeFormatError } from "./errors.js";
import { refuseUnreadable } from "./limits.js";
import { LiveCredentials } from "./live-credentials.js";
import { rootFields } from "./root-fields.js";
import { coerceVariables } from "./variables.js";

const SOCKET_LIMIT = 1024 * 1024;
const CLOSE_MS = 2000;
export const TOKEN_LIMIT = 200_000;
/** RFC 6455 section 7.4.1, IANA's registry: try again later. Clients of graphql-ws do. */
const TRY_AGAIN = 1013;

type Params = Record<string, unknown>;

/**
 * GraphQL over WebSocket, closed with 4401 when its credential is not or no longer good, and with
 * 4403 when it came to mean something else: clients of graphql-ws connect again after that.
 */
export function webSocket(
  app: FastifyInstance,
  services: Services,
  schema: GraphQLSchema,
  doors: Doors,
  callers: Callers,
  formatError: ReturnType<typeof makeFormatError>,
): void {
  const live = new LiveCredentials(
    services.accounts,
    (token) => callers.viewers.forget(token),
    services.log,
  );
  const held = new WeakMap<WebSocket, () => void>();
  const shown = (errors: readonly GraphQLError[]) =>
    errors.map((e) => {
      const f = formatError(e.toJSON(), e);
      return new GraphQLError(f.message, {
        extensions: f.extensions ?? {},
        ...(e.path ? { path: e.path } : {}),
      });
    });

  const server = acceptUpgrades(app, services, doors);
  const dispose = useServer<Params>(
    {
      onConnect: async ({ extra, connectionParams }) => {
        try {
          const headers = headersOf(extra.request, connectionParams);
          const { viewer, request } = await callers.context(extra.request, "subscription", headers);
          const { credential } = request;
          if (!credential) return;
          const release = live.hold(credential.token, viewer, (change) =>
            change === "ended"
              ? extra.socket.close(CloseCode.Unauthorized, "Unauthorized: this session is over.")
              : extra.socket.close(CloseCode.Forbidden, "Your rights changed: connect again."),
          );
          held.set(extra.socket, release);
        } catch (error) {
          closeFor(extra.socket, error);
        }
      },
      onSubscribe: async (peer, _id, payload) => {
        try {
          const { request } = peer.extra;
          const headers = headersOf(request, peer.connectionParams);
          const running = beginRequest(randomUUID());
          const context = await services.db.serve(running, () =>
            callers.context(request, "subscription", headers),
          );
          const sizes = await services.sizes.get();
          return argumentsOf(schema, context, payload, sizes, running);
        } catch (error) {
          if (isUnauthenticated(error)) closeFor(peer.extra.socket, error);
          return shown([
            error instanceof GraphQLError
              ? error
              : new GraphQLError("Internal", { originalError: error as Error }),
          ]);
        }
      },
      execute: async (args) => {
        const { contextValue, cost, running } = args as Arguments;
        const result = await services.db.serve(running, async () => {
          const executed = await execute(args as Arguments);
          await (contextValue as Context).logDisclosures();
          return executed;
        });
        const { viewer } = contextValue as Context;
        return { ...result, extensions: { cost: shownCost(cost, workLimitOf(viewer)) } };
      },
      subscribe: (args) => subscribe(args as ExecutionArgs),
      onNext: (_peer, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: shown(result.errors) } : result,
      onError: (_peer, _id, _payload, errors) => shown(errors as readonly GraphQLError[]),
      onClose: ({ extra }) => held.get(extra.socket)?.(),
    },
    server,
  );
  app.addHook("preClose", async () => {
    live.stop();
    // Who does not close its side, asleep or frozen, holds nobody up.
    const limit = setTimeout(() => {
      for (const client of server.clients) client.terminate();
    }, CLOSE_MS);
    await dispose.dispose();
    clearTimeout(limit);
  });
}

/**
 * Upgrades are taken by hand: a server of its own would report the HTTP server's errors (a busy
 * port) as its own. A page of another site may not open a socket, unless the settings allow it, and
 * then not with the viewer's cookie; programs send no origin.
 */
function acceptUpgrades(app: FastifyInstance, services: Services, doors: Doors): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: SOCKET_LIMIT });
  app.server.on("upgrade", (request, socket, head) => {
    const path = belowPrefix(services.settings, request.url ?? "").split("?")[0];
    if (path === "/graphql" && !doors.callOf(request).strangeOrigin)
      server.handleUpgrade(request, socket, head, (ws) => server.emit("connection", ws, request));
    else socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
  });
  return server;
}

/**
 * Browsers cannot set headers of a socket, so what HTTP has in headers may stand in the parameters
 * of the connection, by its name in any case, there or in `headers`.
 */
function headersOf(request: IncomingMessage, params: Params = {}): IncomingHttpHeaders {
  const nested = typeof params["headers"] === "object" ? params["headers"] : {};
  const given: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries({ ...nested, ...params }))
    if (typeof value === "string") given[name.toLowerCase()] = value;
  const { authorization } = given;
  const purpose = given["purpose"] ?? given["x-hearthgrid-purpose"];
  return {
    ...request.headers,
    ...(authorization === undefined ? {} : { authorization }),
    ...(purpose === undefined ? {} : { "x-hearthgrid-purpose": purpose }),
  };
}

/** With the code that Apollo gives the same error over HTTP. */
const coded = ({ message }: { message: string }, code: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: TOKEN_LIMIT });
  } catch (error) {
    throw error instanceof GraphQLError ? coded(error, "GRAPHQL_PARSE_FAILED") : error;
  }
}

interface Arguments extends ExecutionArgs {
  cost: Cost;
  running: RunningRequest;
}

function argumentsOf(
  schema: GraphQLSchema,
  contextValue: Context,
  { query, operationName, variables }: SubscribePayload,
  sizes: Sizes,
  running: RunningRequest,
): Arguments | readonly GraphQLError[] {
  const document = parsed(query);
  const faults = validate(schema, document);
  if (faults.length > 0) return faults.map((fault) => coded(fault, "GRAPHQL_VALIDATION_FAILED"));
  const operation = getOperationAST(document, operationName);
  if (!operation)
    return [coded({ message: "Name the operation to run." }, "OPERATION_RESOLUTION_FAILURE")];
  refuseOffWall(contextValue.viewer, operation.operation, rootFields(document, operation));
  refuseUnreadable(variables);
  const { faults: wrong } = coerceVariables(schema, operation, variables ?? {});
  if (wrong.length > 0) return wrong;
  const cost = costOf(schema, document, operation, variables ?? {}, sizes);
  refuseCostly(cost, workLimitOf(contextValue.viewer));
  const variableValues = variables;
  return { schema, document, contextValue, operationName, variableValues, cost, running };
}

const isUnauthenticated = (error: unknown): boolean =>
  error instanceof Refusal && error.extensions["code"] === "UNAUTHENTICATED";

function closeFor(socket: WebSocket, error: unknown): void {
  if (!(error instanceof Refusal)) return socket.close(TRY_AGAIN, "Try again later.");
  const code = isUnauthenticated(error) ? CloseCode.Unauthorized : CloseCode.BadRequest;
  // A reason has room for 123 bytes (RFC 6455 section 5.5).
  socket.close(code, `${CloseCode[code]}: ${error.message}`.slice(0, 110));
}
