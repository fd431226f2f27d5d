import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import fastifyApollo, { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import compress from "@fastify/compress";
import staticFiles from "@fastify/static";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import {
  type ExecutionArgs,
  execute,
  GraphQLError,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { Context, type Outlet } from "../context.js";
import type { Services } from "../services.js";
import { tileRoutes } from "../tiles/tiles.routes.js";
import { makeFormatError, refusalOf } from "./errors.js";
import { makeExecutor } from "./executor.js";
import { refuseCostly, refuseNul } from "./limits.js";
import { addRawFields, stringifyWithRaw } from "./raw-nodes.js";
import { buildHearthgridSchema } from "./schema.js";
import {
  isLoopback,
  purposeOf,
  SESSION_COOKIE,
  tokenOf,
  ViewerSource,
} from "./viewer-of-request.js";

const BODY_LIMIT = 8 * 1024 * 1024;
const TOKEN_LIMIT = 200_000;
const SOCKET_LIMIT = 1024 * 1024;

const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

/** Everything on one port: the map, GraphQL over HTTP and WebSocket, tiles, health. */
export async function buildServer(services: Services): Promise<FastifyInstance> {
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: BODY_LIMIT,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const viewers = new ViewerSource(services.accounts);
  const formatError = makeFormatError(services.log);

  const contextOf = async (request: FastifyRequest, outlet: Outlet): Promise<Context> => {
    const token = tokenOf(request.headers);
    const viewer = await viewers.of(token, purposeOf(request.headers["x-hearthgrid-purpose"]));
    return new Context(services, viewer, outlet, {
      loopback: isLoopback(request.socket.remoteAddress, request.headers),
      address: request.ip,
      ...(token ? { token } : {}),
    });
  };

  await app.register(compress, {
    threshold: 1024,
    encodings: ["br", "gzip"],
    customTypes:
      /^(text\/|application\/(json|javascript|graphql-response\+json|vnd\.mapbox-vector-tile))/,
    // Quality 11, the default of brotli, costs seconds on a megabyte; 4 is about gzip's cost and
    // still smaller.
    brotliOptions: { params: { 1: 4 } },
  });
  app.addHook("onSend", async (_request, reply) => {
    reply
      .header("X-Content-Type-Options", "nosniff")
      .header("Referrer-Policy", "same-origin")
      .header("Content-Security-Policy", CSP);
  });
  app.setErrorHandler((error, _request, reply) => {
    const known = error as { statusCode?: number; message: string };
    if (known.statusCode !== undefined && known.statusCode < 500)
      return reply
        .code(known.statusCode)
        .send({ error: { code: "BAD_REQUEST", message: known.message } });
    const refusal = refusalOf(error, services.log);
    const code = refusal.extensions["code"] as string;
    return reply.code(STATUS[code] ?? 503).send({ error: { code, message: refusal.message } });
  });

  await graphql(app, services, contextOf, formatError, viewers);
  tileRoutes(app, contextOf);
  health(app, services);
  await site(app);
  return app;
}

const STATUS: Record<string, number> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PURPOSE_REQUIRED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_COSTLY: 422,
  THROTTLED: 429,
  RETRY: 503,
};

async function graphql(
  app: FastifyInstance,
  services: Services,
  contextOf: (r: FastifyRequest, o: Outlet) => Promise<Context>,
  formatError: ReturnType<typeof makeFormatError>,
  viewers: ViewerSource,
): Promise<void> {
  const schema = buildHearthgridSchema();
  const executionSchema = buildHearthgridSchema();
  addRawFields(executionSchema);
  const executor = makeExecutor(schema, executionSchema);
  const apollo = new ApolloServer<Context>({
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: "" });
        return () => {};
      },
      load: async () => ({ executor }),
      stop: async () => {},
    },
    formatError,
    stringifyResult: stringifyWithRaw,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: TOKEN_LIMIT },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(app),
    ],
  });
  await apollo.start();
  app.addHook("preHandler", async (request, reply) => {
    if (
      request.method === "GET" &&
      request.url === "/graphql" &&
      request.headers.accept?.includes("text/html")
    )
      return reply.redirect("/graphql-ide/");
  });
  const contexts = new WeakMap<FastifyRequest, Context>();
  app.addHook("onSend", async (request, reply) => {
    const context = contexts.get(request);
    if (context?.page.cookie) setCookie(reply, context.page.cookie, request);
    if (context?.request.token && context.page.cookie) viewers.forget(context.request.token);
    if (context) reply.header("Cache-Control", "private, no-store");
  });
  await app.register(fastifyApollo(apollo), {
    path: "/graphql",
    context: async (request: FastifyRequest) => {
      const context = await contextOf(request, "graphql");
      contexts.set(request, context);
      return context;
    },
  });
  webSocket(app, services, schema, formatError, viewers);
}

/** The token is base64url, so nothing needs escaping. */
function setCookie(
  reply: FastifyReply,
  cookie: NonNullable<Context["page"]["cookie"]>,
  request: FastifyRequest,
): void {
  const secure = request.protocol === "https" || request.headers["x-forwarded-proto"] === "https";
  const [value, expires] = "clear" in cookie ? ["", new Date(0)] : [cookie.token, cookie.expires];
  reply.header(
    "Set-Cookie",
    `${SESSION_COOKIE}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`,
  );
}

function webSocket(
  app: FastifyInstance,
  services: Services,
  schema: ReturnType<typeof buildHearthgridSchema>,
  formatError: ReturnType<typeof makeFormatError>,
  viewers: ViewerSource,
): void {
  // Upgrades are taken by hand: a server of its own would report the HTTP server's errors (a busy
  // port) as its own.
  const server = new WebSocketServer({ noServer: true, maxPayload: SOCKET_LIMIT });
  app.server.on("upgrade", (request, socket, head) => {
    const allowed =
      request.url?.split("?")[0] === "/graphql" &&
      sameOrigin(request.headers.origin, request.headers.host);
    if (allowed)
      server.handleUpgrade(request, socket, head, (ws) => server.emit("connection", ws, request));
    else socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
  });
  const shown = (errors: readonly GraphQLError[]) =>
    errors.map((e) => {
      const f = formatError(e.toJSON(), e);
      return new GraphQLError(f.message, {
        extensions: f.extensions ?? {},
        ...(e.path ? { path: e.path } : {}),
      });
    });
  const dispose = useServer<{ purpose?: string; authorization?: string }, { context?: Context }>(
    {
      onSubscribe: async (ctx, _id, payload) => {
        try {
          const request = ctx.extra.request;
          const bearer =
            typeof ctx.connectionParams?.authorization === "string"
              ? { authorization: ctx.connectionParams.authorization }
              : {};
          const token = tokenOf({ ...request.headers, ...bearer });
          const viewer = await viewers.of(token, purposeOf(ctx.connectionParams?.purpose));
          const context = new Context(services, viewer, "subscription", {
            loopback: isLoopback(request.socket.remoteAddress, request.headers),
            address: request.socket.remoteAddress ?? "",
            ...(token ? { token } : {}),
          });
          const document = parse(payload.query, { maxTokens: TOKEN_LIMIT });
          const faults = validate(schema, document);
          if (faults.length > 0) return faults;
          const operation = getOperationAST(document, payload.operationName);
          if (!operation) return [new GraphQLError("Name the operation to run.")];
          refuseNul(payload.variables);
          refuseCostly(schema, document, operation, payload.variables ?? {});
          return {
            schema,
            document,
            contextValue: context,
            operationName: payload.operationName,
            variableValues: payload.variables,
          } as ExecutionArgs;
        } catch (error) {
          return shown([
            error instanceof GraphQLError
              ? error
              : new GraphQLError("Internal", { originalError: error as Error }),
          ]);
        }
      },
      execute: async (args) => {
        const result = await execute(args as ExecutionArgs);
        const context = (args as ExecutionArgs).contextValue as Context;
        await context.disclosures.log(context.db, context.viewer, "subscription");
        return result;
      },
      subscribe: (args) => subscribe(args as ExecutionArgs),
      onNext: (_ctx, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: shown(result.errors) } : result,
      onError: (_ctx, _id, _payload, errors) => shown(errors as readonly GraphQLError[]),
    },
    server,
  );
  app.addHook("preClose", async () => {
    await dispose.dispose();
  });
}

/**
 * A page of another site may not open a socket with the viewer's cookie; programs send no origin.
 */
function sameOrigin(origin: string | undefined, host: unknown): boolean {
  if (!origin) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

function health(app: FastifyInstance, services: Services): void {
  app.get("/healthz", async () => ({ status: "alive" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await services.db.engine.pool.query("select 1");
      return { status: "ready", engine: services.db.engine.kind };
    } catch {
      return reply.code(503).send({ status: "database unavailable" });
    }
  });
}

async function site(app: FastifyInstance): Promise<void> {
  const root = fileURLToPath(new URL("../../web-map", import.meta.url));
  // From sources (tests) there is no built page; the service itself always has one.
  if (!existsSync(`${root}/index.html`)) return;
  await app.register(staticFiles, {
    root,
    wildcard: true,
    index: ["index.html"],
    etag: true,
    maxAge: 0,
    setHeaders: (response, path) => {
      if (/[/\\]assets[/\\]/.test(path))
        response.header("Cache-Control", "public, max-age=31536000, immutable");
    },
  });
}
