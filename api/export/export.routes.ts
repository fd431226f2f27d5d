import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from "graphql";
import { verticesOf } from "../../geo/geometry.js";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import { isLayerName } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import type { OrderInput } from "../layers/order.js";
import { SIGNED_IN_LIMIT } from "../layers/read-area.js";
import { purposeOf } from "../policy/viewer.js";
import { openExport, refuseUnexported } from "./open-export.js";

const TYPES = { csv: "text/csv; charset=utf-8", geojson: "application/geo+json" } as const;

interface ExportRoute {
  Params: { layer: string };
  Body: unknown;
}

/** The body of a request as the contract has it: a filter and an order as lists take them. */
function questionOf(schema: GraphQLSchema, typeName: string, body: unknown) {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw badInput("body", "The body must be a JSON object.");
  const given = body as Record<string, unknown>;
  const coerced = (name: string, type: string): unknown =>
    given[name] == null
      ? null
      : coerceInputValue(
          given[name],
          schema.getType(type) as GraphQLInputType,
          (path, _value, error) => {
            const field = [name, ...path].join(".");
            throw badInput(field, `${field}: ${error.message}`);
          },
        );
  return {
    format: oneOf("format", given["format"] ?? "csv", ["csv", "geojson"] as const),
    filter: {
      ...(coerced("filter", `${typeName}Filter`) as Filter | null),
      ids: texts("ids", given["ids"]),
      except: texts("except", given["except"]),
    },
    orderBy: coerced("orderBy", `${typeName}Order`) as OrderInput | null,
    only: texts("fields", given["fields"]) ?? undefined,
    language:
      given["language"] == null
        ? undefined
        : oneOf("language", given["language"], ["zh", "en"] as const),
  };
}

function oneOf<T extends string>(name: string, value: unknown, of: readonly T[]): T {
  const found = of.find((one) => one === value);
  if (found === undefined) throw badInput(name, `${name}: one of ${of.join(", ")}.`);
  return found;
}

function texts(name: string, value: unknown): string[] | null {
  if (value == null) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  throw badInput(name, `${name}: a list of texts.`);
}

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
    const { kind } = context.viewer;
    if (kind !== "person" && kind !== "application")
      throw new Refusal("UNAUTHENTICATED", `${name}: sign in first to export.`);
    context.access(layer);
    refuseUnexported(layer, DECLARED);
    const question = questionOf(schema, layer.typeName, request.body);
    refuseLarge(question.filter);
    const text = await openExport(context, {
      ...question,
      layer,
      unmasked: purposeOf(context.viewer) !== undefined,
      orderBy: question.orderBy ?? undefined,
      language: question.format === "csv" ? question.language : undefined,
    });
    return reply
      .type(TYPES[question.format])
      .header("Cache-Control", "private, no-store")
      .header("Content-Disposition", `attachment; filename="${name}.${question.format}"`)
      .send(Readable.from(text));
  });
}

/** What a command exports is the operator's own area; anybody else asks as their lists do. */
function refuseLarge({ area }: Filter): void {
  if (!area?.polygon || verticesOf(area.polygon) <= SIGNED_IN_LIMIT) return;
  throw new Refusal(
    "TOO_COSTLY",
    `filter.area.polygon: at most ${SIGNED_IN_LIMIT} vertices are allowed.`,
  );
}
