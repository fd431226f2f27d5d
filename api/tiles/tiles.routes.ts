import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isLayerName, type Layer, layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { purposeOf, type Viewer } from "../policy/viewer.js";
import { refuseTileOffWall } from "../policy/walls.js";
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

function layerNamed(name: string): Layer {
  if (!isLayerName(name)) throw new Refusal("NOT_FOUND", "There is no such layer.");
  return layerOf(name);
}

/** The z, x and y of an address. */
export function addressOf({ z, x, y }: Record<"z" | "x" | "y", string>): TileAddress {
  const whole = (text: string) => (/^\d{1,8}$/.test(text) ? Number(text) : NaN);
  const address = { z: whole(z), x: whole(x), y: whole(y) };
  if (!isTileAddress(address))
    throw new Refusal(
      "NOT_FOUND",
      `There is no such tile: zoom is 0 to ${MAX_ZOOM}, x and y from 0 to below 2 to the ` +
        "power of zoom.",
    );
  return address;
}

/**
 * The published grids are anyone's; what differs by viewer is theirs alone; and what was read with
 * a purpose, or on a household's device, is not to lie on a disk.
 */
const cachingFor = (viewer: Viewer): string => {
  if (purposeOf(viewer) !== undefined || viewer.kind === "device") return "private, no-store";
  return viewer.kind === "anonymous" ? "public, max-age=60" : "private, no-cache";
};

function setCaching(reply: FastifyReply, context: Context): void {
  const varies = [reply.getHeader("Vary"), "Cookie", "Authorization", "X-Hearthgrid-Purpose"];
  reply
    .header("Cache-Control", cachingFor(context.viewer))
    .header("Vary", varies.filter(Boolean).join(", "));
}

/** If-None-Match against an ETag of ours, weakly (RFC 9110 section 13.1.2). */
const matches = (header: string | undefined, etag: string): boolean =>
  header
    ?.split(",")
    .some(
      (tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag.replace(/^W\//, ""),
    ) ?? false;

/** A tile as it leaves: not at all to who has it, and noted before it does. */
export async function sendTile(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Context,
  { z, x, y }: TileAddress,
  { etag, make }: { etag: string; make: () => Promise<Buffer> },
): Promise<FastifyReply> {
  setCaching(reply, context);
  reply.header("ETag", etag);
  if (matches(request.headers["if-none-match"], etag)) return reply.code(304).send();
  const body = await make();
  await context.logDisclosures({ tile: `${z}/${x}/${y}` });
  if (body.length === 0) return reply.code(204).send();
  return reply.type("application/vnd.mapbox-vector-tile").send(body);
}

/** `/tiles/{layer}/{z}/{x}/{y}.mvt` and the TileJSON `/tiles/{layer}.json`. */
export function tileRoutes(
  app: FastifyInstance,
  makeContext: (request: FastifyRequest, outlet: "tile") => Promise<Context>,
): void {
  app.get<TileRoute>("/tiles/:layer/:z/:x/:y(^\\d+).mvt", async (request, reply) => {
    const layer = layerNamed(request.params.layer);
    const { z, x, y } = addressOf(request.params);
    const context = await makeContext(request, "tile");
    refuseTileOffWall(context.viewer, layer.name);
    context.access(layer);
    const filter = tileFilter(layer, request.query);
    const etag = await tileEtag(context, layer, z, x, y, filter);
    const make = () => tile(context, layer, z, x, y, filter);
    return sendTile(request, reply, context, { z, x, y }, { etag, make });
  });

  app.get<JsonRoute>("/tiles/:layer(^[a-z-]+).json", async (request, reply) => {
    const layer = layerNamed(request.params.layer);
    const context = await makeContext(request, "tile");
    refuseTileOffWall(context.viewer, layer.name);
    context.access(layer);
    tileFilter(layer, request.query);
    setCaching(reply, context);
    // Without a public address ours is what the caller says it is: nobody else is to be told that.
    if (!context.services.settings.publicUrl) reply.header("Cache-Control", "private, no-cache");
    const query = request.url.split("?")[1] ?? "";
    return tileJson(context, layer, context.request.base, query);
  });
}
