import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../core/context.js";
import { addressOf, sendTile } from "../tiles/tiles.routes.js";
import { groupTile } from "./group-tiles.service.js";

interface GroupTileRoute {
  Params: { plan: string; z: string; x: string; y: string };
}

/** `/tiles/groups/{plan}/{z}/{x}/{y}.mvt`: outlines and spokes of a plan's groups. */
export function groupTileRoutes(
  app: FastifyInstance,
  makeContext: (request: FastifyRequest, outlet: "tile") => Promise<Context>,
): void {
  app.get<GroupTileRoute>("/tiles/groups/:plan/:z/:x/:y(^\\d+).mvt", async (request, reply) => {
    const address = addressOf(request.params);
    const context = await makeContext(request, "tile");
    const tile = await groupTile(context, request.params.plan, address);
    return sendTile(request, reply, context, address, tile);
  });
}
