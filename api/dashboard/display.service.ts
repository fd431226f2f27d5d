import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { dashboard } from "../../db/tables/index.js";
import type { Display, DisplayArea } from "../../schema/dashboard-tiles.js";
import { layerOf } from "../../schema/layers/index.js";
import { wallOf } from "../accounts/devices.service.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import { countiesOf } from "../policy/viewer.js";
import { townshipShapes, townshipsNow } from "../townships/townships.service.js";
import {
  boxOfVillages,
  type TownVillage,
  villageShapes,
  villagesOfTownships,
} from "../villages/villages.service.js";

interface Kept {
  title: string;
  template: string;
  layout: Record<string, unknown>;
}

/** Part of what is shown, with the county that its outline is looked for in. */
export type ShownPart = DisplayArea & { county: number };
type Shown = Omit<Display, "areas" | "towns"> & { areas: ShownPart[] | null; towns: ShownPart[] };

/** Where a board looks: a wall's own place, or the county of somebody who sees its villages. */
async function placeOf(context: Context, county: number | null) {
  const wall = await wallOf(context);
  if (wall) return wall;
  context.access(layerOf("townships"));
  context.access(layerOf("villages"));
  const mine = countiesOf(context.viewer);
  const own = county ?? mine[0];
  if (own === undefined || !mine.includes(own))
    throw badInput("county", "county: none of those that you see.");
  const name = "name" in context.viewer ? context.viewer.name : context.viewer.actor;
  return { name, county: own, areas: null, dashboard: null };
}

/** What a board shows; the clock of who asks may be wrong, so it is told the time. */
export async function display(
  context: Context,
  asked: number | null,
  now = Date.now(),
): Promise<Shown> {
  const place = await placeOf(context, asked);
  const { county, areas } = place;
  const here = await context.services.counties.get(county);
  const villages = await villagesOfTownships(context.db, [county]);
  const towns = await townshipsNow(context.db, county, null);
  const parts = partsOf(county, villages, towns);
  const shown =
    place.dashboard === null ? null : await shownDashboard(context, county, place.dashboard);
  return {
    name: place.name,
    county,
    countyName: here.name,
    timeZone: here.timeZone,
    bounds: await boxOfVillages(context.db, county),
    now: new Date(now).toISOString(),
    areas:
      areas?.map((code) => parts.get(code) ?? { county, code, name: null, villages: [] }) ?? null,
    towns: towns
      .map(({ code }) => parts.get(code)!)
      .filter(({ code }) => areas === null || areas.includes(code)),
    title: shown?.title ?? null,
    template: shown?.template ?? "WALL",
    layout: shown?.layout ?? null,
  };
}

/** Outlines of present parts, all that a request asks for at once. */
export const shapeOf = (context: Context, { county, code }: ShownPart): Promise<Geometry | null> =>
  context
    .batched("outlines of what is shown", async (of, codes) => {
      const shapes = [
        ...(await villageShapes(context.db, of, codes)),
        ...(await townshipShapes(context.db, of, codes)),
      ];
      return new Map(shapes.map((part) => [part.code, JSON.parse(part.shape) as Geometry]));
    })
    .load({ county, id: code });

/** Townships and villages by code, with their villages. */
function partsOf(
  county: number,
  villages: readonly TownVillage[],
  towns: readonly { code: string; name: string }[],
): Map<string, ShownPart> {
  const parts = new Map<string, ShownPart>();
  for (const { code, name } of villages) parts.set(code, { county, code, name, villages: [code] });
  for (const { code, name } of towns) {
    const its = villages.filter(({ township }) => township === code);
    parts.set(code, { county, code, name, villages: its.map((village) => village.code) });
  }
  return parts;
}

/** As its author has it now; whoever bound the wall could see it then. */
async function shownDashboard({ db }: Context, county: number, id: string): Promise<Kept | null> {
  const [row] = await db.rows<Kept>(sql`
    select ${dashboard.title} as title, ${dashboard.template} as template,
      ${dashboard.layout} as layout
    from ${dashboard} where ${dashboard.countyId} = ${county} and ${dashboard.id} = ${id}::uuid
      and ${dashboard.retiredAt} is null`);
  return row ?? null;
}
