import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { DECLARED } from "../../schema/declared.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { sendFile } from "../export/export.routes.js";
import { refuseUnexported } from "../export/open-export.js";
import { ExportBody, refuseLarge, refuseUnsigned } from "../export/read-body.js";
import { densityOf } from "./density.service.js";
import { refuseCostlyQuestion } from "./hot-cost.js";
import {
  densityPixels,
  densitySheet,
  type FileAsked,
  type FileSheet,
  hotSpotCells,
  writtenCells,
  writtenSheet,
} from "./hot-export.js";
import { readHotQuestion } from "./hot-question.js";
import { hotSpots } from "./hot-spots.service.js";
import { densityAsked, hotAsked } from "./hot-spots-asked.js";
import { sheetOf } from "./hot-spots-shown.js";

type MakeContext = (request: FastifyRequest, outlet: "export") => Promise<Context>;

/**
 * `POST /exports/hotspots` and `/exports/density`: the cells of an answer as a file, with what was
 * computed: in GeoJSON as the member `computed`, beside CSV as a table of its own (`part: "sheet"`).
 * The body says format, part and language, and the question as GraphQL's arguments do.
 */
export function hotExportRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  makeContext: MakeContext,
): void {
  const incidents = layerOf("incidents");
  const opened = async (request: FastifyRequest, name: "hotspots" | "density") => {
    const context = await makeContext(request, "export");
    refuseUnsigned(context, name);
    context.access(incidents);
    refuseUnexported(incidents, DECLARED);
    const body = new ExportBody(schema, request.body);
    const filter = body.filter(incidents.typeName);
    refuseLarge(filter ?? {});
    const file: FileAsked = {
      format: body.format(),
      part: body.one("part", ["cells", "sheet"], "cells"),
      language: body.language(),
    };
    return { context, body, filter, file };
  };

  app.post("/exports/hotspots", async (request, reply) => {
    const { context, body, filter, file } = await opened(request, "hotspots");
    const asked = hotAsked({ filter, ...argumentsIn(body, HOT_ARGUMENTS) });
    await refuseCostlyQuestion(context, "hotspots", { ...asked });
    const map = await hotSpots(context, asked);
    const sheet = sheetWith(map.asked, sheetOf(map.answer));
    return send(context, reply, hotSpotCells(map), file, sheet);
  });

  app.post("/exports/density", async (request, reply) => {
    const { context, body, filter, file } = await opened(request, "density");
    const asked = densityAsked({ filter, ...argumentsIn(body, DENSITY_ARGUMENTS) });
    await refuseCostlyQuestion(context, "density", { ...asked });
    const answer = await densityOf(context, asked);
    const { origin } = await readHotQuestion(context, filter);
    const sheet = sheetWith(asked, densitySheet(answer));
    return send(context, reply, densityPixels(answer, origin), file, sheet);
  });
}

/** Types of the arguments beside the filter. */
const HOT_ARGUMENTS = {
  unit: "HotSpotUnitInput",
  statistic: "HotSpotStatistic",
  mask: "HotSpotMask",
  barriers: "Boolean",
  stable: "Boolean",
  grids: "GridsCountedInput",
} as const;
const DENSITY_ARGUMENTS = { radiusMetres: "Float", pixels: "Int" } as const;

const argumentsIn = (body: ExportBody, types: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, body.of(name, type)]));

const sheetWith = (asked: object, sheet: object): FileSheet => ({
  asked: { ...asked },
  computedAt: new Date().toISOString(),
  sheet,
});

async function send(
  context: Context,
  reply: FastifyReply,
  cells: Parameters<typeof writtenCells>[0],
  file: FileAsked,
  sheet: FileSheet,
): Promise<FastifyReply> {
  await context.logDisclosures({ cells: cells.name });
  const isSheet = file.format === "csv" && file.part === "sheet";
  const name = isSheet ? `${cells.name}-sheet` : cells.name;
  const text = isSheet ? writtenSheet(sheet, file.language) : writtenCells(cells, file, sheet);
  return sendFile(reply, name, file.format, text);
}
