import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isLayerName, type Layer, layerOf } from "../../schema/layers/index.js";
import type { Context } from "../context.js";
import { Refusal } from "../refusal.js";
import { isTileAddress, MAX_ZOOM, type TileAddress } from "./tile-address.js";
import { tileFilter } from "./tile-query.js";
import { tile, tileEtag, tileJson } from "./tiles.service.js";

type Query = Record<string, unknown>;
interface TileRoute {
  Params: { layer: string; z: string; x: string; y: string };
  Querystring: Query;
}
interface JsonRoute {
  Params: { layer: string };
  Querystring: Query;
}

const STATUS: Record<string, number> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
};

/**
 * Errors here are plain JSON for map libraries; what is not the caller's mistake is the server's to
 * report.
 */
async function answered(
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Refusal ? (error.extensions["code"] as string) : "";
    const status = STATUS[code];
    if (status === undefined) throw error;
    return reply
      .code(status)
      .header("Cache-Control", "no-store")
      .send({ error: { code, message: (error as Refusal).message } });
  }
}

function layerNamed(name: string): Layer {
  if (!isLayerName(name)) throw new Refusal("NOT_FOUND", "There is no such layer.");
  return layerOf(name);
}

function addressOf({ z, x, y }: TileRoute["Params"]): TileAddress {
  const whole = (text: string) => (/^\d{1,8}$/.test(text) ? Number(text) : NaN);
  const address = { z: whole(z), x: whole(x), y: whole(y) };
  if (!isTileAddress(address))
    throw new Refusal(
      "NOT_FOUND",
      `There is no such tile: zoom is 0 to ${MAX_ZOOM}, x and y from 0 to below 2 to the power of zoom.`,
    );
  return address;
}

/** What differs by viewer is theirs alone; the published grids are anyone's. */
function setCaching(reply: FastifyReply, context: Context): void {
  reply
    .header(
      "Cache-Control",
      context.viewer.kind === "anonymous" ? "public, max-age=60" : "private, no-cache",
    )
    .header("Vary", "Cookie, Authorization, X-Hearthgrid-Purpose");
}

/** If-None-Match against an ETag of ours, weakly (RFC 9110 section 13.1.2). */
const matches = (header: string | undefined, etag: string): boolean =>
  header
    ?.split(",")
    .some(
      (tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag.replace(/^W\//, ""),
    ) ?? false;

/** `/tiles/{layer}/{z}/{x}/{y}.mvt` and the TileJSON `/tiles/{layer}.json`. */
export function tileRoutes(
  app: FastifyInstance,
  makeContext: (request: FastifyRequest, outlet: "tile") => Promise<Context>,
): void {
  app.get<TileRoute>("/tiles/:layer/:z/:x/:y(^\\d+).mvt", (request, reply) =>
    answered(reply, async () => {
      const layer = layerNamed(request.params.layer);
      const { z, x, y } = addressOf(request.params);
      const context = await makeContext(request, "tile");
      context.access(layer);
      const filter = tileFilter(layer, request.query);
      const etag = await tileEtag(context, layer, z, x, y, filter);
      setCaching(reply, context);
      reply.header("ETag", etag);
      if (matches(request.headers["if-none-match"], etag)) return reply.code(304).send();
      const body = await tile(context, layer, z, x, y, filter);
      await context.disclosures.log(context.db, context.viewer, "tile", {
        layer: layer.name,
        tile: `${z}/${x}/${y}`,
      });
      if (body.length === 0) return reply.code(204).send();
      return reply.type("application/vnd.mapbox-vector-tile").send(body);
    }),
  );

  app.get<JsonRoute>("/tiles/:layer(^[a-z-]+).json", (request, reply) =>
    answered(reply, async () => {
      const layer = layerNamed(request.params.layer);
      const context = await makeContext(request, "tile");
      context.access(layer);
      tileFilter(layer, request.query);
      setCaching(reply, context);
      const query = request.url.split("?")[1] ?? "";
      return reply.send(
        await tileJson(context, layer, `${request.protocol}://${request.host}`, query),
      );
    }),
  );
}
