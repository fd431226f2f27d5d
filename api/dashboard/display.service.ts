import { sql } from "drizzle-orm";
import { dashboard } from "../../db/tables/index.js";
import type { Display, DisplayArea } from "../../schema/dashboard-tiles.js";
import { wallOf } from "../accounts/devices.service.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { townshipsNow } from "../townships/townships.service.js";
import {
  boxOfVillages,
  type TownVillage,
  villagesOfTownships,
} from "../villages/villages.service.js";

interface Shown {
  title: string;
  template: string;
  layout: Record<string, unknown>;
}

/** What the wall that asks shows; its clock may be wrong, so it is told the time. */
export async function display(context: Context, now = Date.now()): Promise<Display> {
  const wall = await wallOf(context);
  if (!wall)
    throw new Refusal(
      "FORBIDDEN",
      "display: for devices that hang on a wall; bindDevice makes one.",
    );
  const { county, areas } = wall;
  const here = await context.services.counties.get(county);
  const villages = await villagesOfTownships(context.db, [county]);
  const towns = await townshipsNow(context.db, county, null);
  const parts = partsOf(villages, towns);
  const shown =
    wall.dashboard === null ? null : await shownDashboard(context, county, wall.dashboard);
  return {
    name: wall.name,
    county,
    countyName: here.name,
    timeZone: here.timeZone,
    bounds: await boxOfVillages(context.db, county),
    now: new Date(now).toISOString(),
    areas: areas?.map((code) => parts.get(code) ?? { code, name: null, villages: [] }) ?? null,
    towns: towns
      .map(({ code }) => parts.get(code)!)
      .filter(({ code }) => areas === null || areas.includes(code)),
    title: shown?.title ?? null,
    template: shown?.template ?? "WALL",
    layout: shown?.layout ?? null,
  };
}

/** Townships and villages by code, with their villages. */
function partsOf(
  villages: readonly TownVillage[],
  towns: readonly { code: string; name: string }[],
): Map<string, DisplayArea> {
  const parts = new Map<string, DisplayArea>();
  for (const { code, name } of villages) parts.set(code, { code, name, villages: [code] });
  for (const { code, name } of towns) {
    const its = villages.filter(({ township }) => township === code);
    parts.set(code, { code, name, villages: its.map((village) => village.code) });
  }
  return parts;
}

/** As its author has it now; whoever bound the wall could see it then. */
async function shownDashboard({ db }: Context, county: number, id: string): Promise<Shown | null> {
  const [row] = await db.rows<Shown>(sql`
    select ${dashboard.title} as title, ${dashboard.template} as template,
      ${dashboard.layout} as layout
    from ${dashboard} where ${dashboard.countyId} = ${county} and ${dashboard.id} = ${id}::uuid
      and ${dashboard.retiredAt} is null`);
  return row ?? null;
}
