import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import fastifyApollo from "@as-integrations/fastify";
import compress from "@fastify/compress";
import staticFiles from "@fastify/static";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { hotExportRoutes } from "../analysis/hot-export.routes.js";
import { ADDRESS_LIMIT, hotTileRoutes } from "../analysis/hot-tiles.routes.js";
import { belowPrefix } from "../core/address.js";
import type { Context } from "../core/context.js";
import type { Services } from "../core/services.js";
import type { Settings } from "../core/settings.js";
import { exportRoutes } from "../export/export.routes.js";
import { makeFormatError } from "../graphql/errors.js";
import { makeExecutor } from "../graphql/executor.js";
import { addReadValues } from "../graphql/read-variables.js";
import { buildHearthgridSchema } from "../graphql/schema.js";
import { TOKEN_LIMIT, webSocket } from "../graphql/web-socket.js";
import { groupTileRoutes } from "../groups/group-tiles.routes.js";
import { addRawFields, splice } from "../raw-nodes/raw-nodes.js";
import { tileRoutes } from "../tiles/tiles.routes.js";
import { Callers } from "./callers.js";
import { setCookies } from "./cookies.js";
import { Doors } from "./doors.js";
import { type Drain, makeDrain } from "./drain.js";
import { crossOrigin, securityHeaders } from "./headers.js";
import { makeMetrics, metricsRoute } from "./metrics.js";
import { observe, requestNumbers } from "./observe.js";
import { restErrors } from "./rest-errors.js";

const BODY_LIMIT = 8 * 1024 * 1024;

/** Everything on one port: the map, GraphQL over HTTP and WebSocket, tiles, health. */
export async function buildServer(
  services: Services,
  drain: Drain = makeDrain(),
): Promise<FastifyInstance> {
  const app = Fastify({
    ...requestNumbers,
    // Idle ones and what is left after the drain.
    forceCloseConnections: true,
    bodyLimit: BODY_LIMIT,
    trustProxy: services.settings.trustedProxies,
    rewriteUrl: ({ url = "/" }) => belowPrefix(services.settings, url),
    // A question of hot spots stands in the address of its tiles.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: ADDRESS_LIMIT },
  });
  const metrics = makeMetrics(services);
  observe(app, services, metrics);
  drain.guard(app);
  const doors = new Doors(services.settings, services.secret, () => {
    const listening = app.server.address();
    return typeof listening === "object" ? listening?.address : undefined;
  });
  const callers = new Callers(services, doors);
  const formatError = makeFormatError(services.log);

  await app.register(compress, {
    threshold: 1024,
    encodings: ["br", "gzip"],
    customTypes:
      /^(text\/|application\/(json|javascript|graphql-response\+json|vnd\.mapbox-vector-tile))/,
    // Quality 11, the default of brotli, costs seconds on a megabyte; 4 is about gzip's cost and
    // still smaller.
    brotliOptions: { params: { 1: 4 } },
  });
  securityHeaders(app, services.settings, doors);
  await crossOrigin(app, services.settings, doors);
  restErrors(app, services.log);

  const schema = buildHearthgridSchema();
  await graphql(app, services, schema, doors, callers, formatError);
  exportRoutes(app, schema, (request, outlet) => callers.context(request.raw, outlet));
  hotExportRoutes(app, schema, (request, outlet) => callers.context(request.raw, outlet));
  tileRoutes(app, (request, outlet) => callers.context(request.raw, outlet));
  groupTileRoutes(app, (request, outlet) => callers.context(request.raw, outlet));
  hotTileRoutes(app, (request, outlet) => callers.context(request.raw, outlet));
  health(app, services, drain);
  metricsRoute(app, services, metrics);
  await site(app, services.settings);
  return app;
}

async function graphql(
  app: FastifyInstance,
  services: Services,
  schema: GraphQLSchema,
  doors: Doors,
  callers: Callers,
  formatError: ReturnType<typeof makeFormatError>,
): Promise<void> {
  const executionSchema = buildHearthgridSchema();
  addRawFields(executionSchema);
  addReadValues(executionSchema);
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
    stringifyResult: (result) => JSON.stringify(result),
    // A header that no form of another site can send makes a browser ask first, so a GET with a
    // bearer is as safe as one with Apollo's own headers.
    csrfPrevention: {
      requestHeaders: ["x-apollo-operation-name", "apollo-require-preflight", "authorization"],
    },
    introspection: true,
    // Its own handler of signals would end the process in the middle of our stop.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: TOKEN_LIMIT },
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
  });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  app.addHook("preHandler", async (request, reply) => {
    if (
      request.method === "GET" &&
      request.url === "/graphql" &&
      request.headers.accept?.includes("text/html")
    )
      return reply.redirect("graphql-ide/");
  });
  const contexts = new WeakMap<FastifyRequest, Context>();
  // Route by route `compress` comes after these.
  app.addHook("onSend", async (request, reply, payload) => {
    const context = contexts.get(request);
    if (!context) return payload;
    setCookies(reply, context);
    const { credential } = context.request;
    if (credential && context.page.cookie) callers.viewers.forget(credential.token);
    reply.header("Cache-Control", "private, no-store");
    return context.raw.length > 0 ? splice(payload as string, context.raw) : payload;
  });
  await app.register(fastifyApollo(apollo), {
    path: "/graphql",
    context: async (request: FastifyRequest) => {
      const context = await callers.contextToSignIn(request.raw);
      contexts.set(request, context);
      return context;
    },
  });
  webSocket(app, services, schema, doors, callers, formatError);
}

function health(app: FastifyInstance, services: Services, drain: Drain): void {
  app.get("/healthz", async () => ({ status: "alive" }));
  app.get("/readyz", async (_request, reply) => {
    if (drain.begun) return reply.code(503).send({ status: "stopping" });
    try {
      await services.db.engine.pool.query("select 1");
      return { status: "ready", engine: services.db.engine.kind };
    } catch {
      return reply.code(503).send({ status: "database unavailable" });
    }
  });
}

async function site(app: FastifyInstance, { publicUrl }: Settings): Promise<void> {
  // What the page loads stands beside it, so it must be asked for with the slash at its end.
  const prefix = publicUrl?.pathname ?? "/";
  if (prefix !== "/") app.get(prefix.slice(0, -1), (_, reply) => reply.redirect(prefix));
  const root = fileURLToPath(new URL("../../web-map", import.meta.url));
  // From sources (tests) there is no built page; the service itself always has one.
  if (!existsSync(`${root}/index.html`)) return;
  // Every workspace of the page has an address of its own; which there are the page knows.
  app.get("/:workspace(^[a-z][a-z-]{1,30}$)", (request, reply) => {
    const { workspace } = request.params as { workspace: string };
    if (!existsSync(`${root}/${workspace}`))
      return reply.header("Cache-Control", "no-cache").sendFile("index.html");
    return request.url.split("?")[0]!.endsWith("/")
      ? reply.sendFile(`${workspace}/index.html`)
      : reply.redirect(`${prefix}${workspace}/`);
  });
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
