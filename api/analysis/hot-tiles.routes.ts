import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../core/context.js";
import { addressOf, sendTile } from "../tiles/tiles.routes.js";
import { hotTile, tiledIn } from "./hot-tiles.service.js";

export { ADDRESS_LIMIT } from "./hot-tiles.service.js";

interface HotTileRoute {
  Params: { question: string; z: string; x: string; y: string };
}

/** `/tiles/hot/{question}/{z}/{x}/{y}.mvt`: cells of hot spots, or of a density. */
export function hotTileRoutes(
  app: FastifyInstance,
  makeContext: (request: FastifyRequest, outlet: "tile") => Promise<Context>,
): void {
  app.get<HotTileRoute>("/tiles/hot/:question/:z/:x/:y(^\\d+).mvt", async (request, reply) => {
    const address = addressOf(request.params);
    const context = await makeContext(request, "tile");
    const tiled = tiledIn(context, request.params.question);
    return sendTile(request, reply, context, address, await hotTile(context, tiled, address));
  });
}
