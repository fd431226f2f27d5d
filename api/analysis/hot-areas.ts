import { sql } from "drizzle-orm";
import { HotSpotAreas } from "../../schema/hot-spots.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import { gridsOfDay, unmovedGrids, villageOfGrid } from "../grids/grids.service.js";
import { countsInAreas } from "../incidents/incident-places.service.js";
import { refusePast } from "../layers/filter.js";
import { villagesNow } from "../villages/villages.service.js";
import type { AreasTask } from "./hot-areas-work.js";
import type { HotQuestion } from "./hot-question.js";

/** Areas that incidents are counted by, and of which day grids are; null: of today. */
export interface AreasAsked {
  areas: HotSpotAreas;
  on: string | null;
}

/** A county has thousands at most; each comes with its outline. */
const AREAS_MOST = 20_000;

interface AreaRow {
  id: string;
  code: string;
  name: string;
  shape: string;
  lon: number;
  lat: number;
}

/** The areas of a county in force, and how many of the question's incidents lie in each. */
export async function countedAreas(
  context: Context,
  question: HotQuestion,
  { areas: kind, on }: AreasAsked,
): Promise<Pick<AreasTask, "areas" | "lon" | "lat" | "counts" | "total">> {
  const isGrid = kind === HotSpotAreas.GRID;
  const access = context.access(layerOf(isGrid ? "grids" : "villages"));
  if (on !== null) refusePast(access, "grids");
  const { db } = context;
  const { county } = question;
  const areas = isGrid ? gridsOfDay(county, on) : villagesNow(county);
  const rows = await db.rows<AreaRow>(
    sql`
    select id, code, name, ST_AsGeoJSON(geom, 7) as shape, ST_X(point) as lon, ST_Y(point) as lat
    from (select *, ST_PointOnSurface(geom) as point from ${areas} a) b
    order by code collate "C" limit ${AREAS_MOST + 1}`,
    "long",
  );
  if (rows.length > AREAS_MOST)
    throw new Refusal(
      "TOO_COSTLY",
      `unit.areas: the county has more than ${AREAS_MOST} of them. Ask for hexagons (unit.hex).`,
      { field: "unit.areas" },
    );
  const known = isGrid ? unmovedGrids(county, on) : villageOfGrid(county);
  const counts = await countsInAreas(db, question, { areas, known });
  const of = (value: (row: AreaRow) => number) => Float64Array.from(rows, value);
  return {
    areas: {
      ids: rows.map(({ id, code }) => (isGrid ? formatId(county, id) : code)),
      names: rows.map(({ name }) => name),
      shapes: rows.map(({ shape }) => shape),
    },
    ...{ lon: of(({ lon }) => lon), lat: of(({ lat }) => lat) },
    counts: of(({ code }) => counts.get(code) ?? 0),
    total: counts.get("")!,
  };
}
