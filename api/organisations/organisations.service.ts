import { layerOf } from "../../schema/layers/index.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { checkedPoint } from "../layers/area.js";
import type { Row } from "../layers/layer.queries.js";
import { layerService } from "../layers/layer.service.js";
import { type AnsweredPlace, answeringFor, officesOf } from "./organisations.queries.js";

export interface PlaceAsked {
  point?: readonly number[] | null;
  grid?: string | null;
  village?: string | null;
}

const PLACES = ["point", "grid", "village"] as const;

/**
 * Organisations that answer for a point, a grid or a village, as the viewer may see them: those of
 * the grid first, then those of its village. Who stands above them is their `parent`.
 */
export async function organisationsFor(
  context: Context,
  asked: PlaceAsked,
  kinds: readonly string[] | null,
  fields: readonly string[],
): Promise<Row[]> {
  const organisations = registerOf("organisations");
  context.access(organisations);
  if (PLACES.filter((name) => asked[name] != null).length !== 1)
    throw badInput("point", "point, grid, village: give exactly one of the three.");
  const place = await placeOf(context, asked);
  if (!place) return [];
  const ids = await answeringFor(context.db, place, kinds);
  const loader = context.loader(organisations, fields);
  const rows = await Promise.all(ids.map((id) => loader.load({ county: place.county, id })));
  return rows.filter((row) => row !== null);
}

async function placeOf(context: Context, asked: PlaceAsked): Promise<AnsweredPlace | null> {
  if (asked.village != null) {
    const { county, id } = parseId(asked.village, "village");
    return { county, gridId: null, villageId: id };
  }
  const grid = await gridOf(context, asked);
  if (!grid) return null;
  const { county, id } = parseId(grid["id"] as string);
  const village = await villageOf(context, county, grid["villageCode"] as string | null);
  return { county, gridId: id, villageId: village && parseId(village["id"] as string).id };
}

const GRID_FIELDS = ["id", "villageCode"];

function gridOf(context: Context, { grid, point }: PlaceAsked): Promise<Row | null> {
  const grids = layerOf("grids");
  return grid != null
    ? layerService.byId(context, grids, grid, GRID_FIELDS)
    : layerService.atPoint(context, grids, checkedPoint(point!, "point"), null, GRID_FIELDS);
}

/** Codes of villages are unique in a county. */
async function villageOf(
  context: Context,
  county: number,
  code: string | null,
): Promise<Row | null> {
  if (code === null) return null;
  const filter = { area: { county }, codes: [code] };
  const wanted = { fields: ["id"], cursors: "none" } as const;
  const page = await layerService.list(context, layerOf("villages"), { filter, first: 1 }, wanted);
  return page.rows[0] ?? null;
}

/** Offices that are posted for the villages' people, the nearest to their grids first. */
const POSTED = ["station", "village-committee"];

/** Name and phone of the office that answers for each of some villages, by the villages' uuids. */
export const officesPosted = (run: Runner, county: number, villages: readonly string[]) =>
  officesOf(run, county, villages, POSTED);
