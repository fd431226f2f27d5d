import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import { isLayerName } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import type { OrderInput } from "../layers/order.js";
import { purposeOf } from "../policy/viewer.js";
import { openExport, refuseUnexported } from "./open-export.js";
import { ExportBody, refuseLarge, refuseUnsigned, TYPES } from "./read-body.js";

interface ExportRoute {
  Params: { layer: string };
  Body: unknown;
}

/** A filter and an order as lists take them. */
function questionOf(body: ExportBody, typeName: string) {
  return {
    format: body.format(),
    filter: {
      ...body.filter(typeName),
      ids: body.texts("ids"),
      except: body.texts("except"),
    },
    orderBy: body.of("orderBy", `${typeName}Order`) as OrderInput | null,
    only: body.texts("fields") ?? undefined,
    language: body.language(),
  };
}

/** A text that is written while it is sent, as a file that no cache keeps. */
export const sendFile = (
  reply: FastifyReply,
  name: string,
  format: keyof typeof TYPES,
  text: Iterable<string> | AsyncIterable<string>,
): FastifyReply =>
  reply
    .type(TYPES[format])
    .header("Cache-Control", "private, no-store")
    .header("Content-Disposition", `attachment; filename="${name}.${format}"`)
    .send(Readable.from(text));

/**
 * `POST /exports/{layer}`: the rows that a list's filter asks for, or some of them, as a file. Who
 * asks gets what their lists show them: masked, unless they say what for.
 */
export function exportRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  makeContext: (request: FastifyRequest, outlet: "export") => Promise<Context>,
): void {
  app.post<ExportRoute>("/exports/:layer", async (request, reply) => {
    const { layer: name } = request.params;
    if (!isLayerName(name)) throw new Refusal("NOT_FOUND", "There is no such layer.");
    const layer = declarationOf(name);
    const context = await makeContext(request, "export");
    refuseUnsigned(context, name);
    context.access(layer);
    refuseUnexported(layer, DECLARED);
    const question = questionOf(new ExportBody(schema, request.body), layer.typeName);
    refuseLarge(question.filter);
    const text = await openExport(context, {
      ...question,
      layer,
      unmasked: purposeOf(context.viewer) !== undefined,
      orderBy: question.orderBy ?? undefined,
      language: question.format === "csv" ? question.language : undefined,
    });
    return sendFile(reply, name, question.format, text);
  });
}
