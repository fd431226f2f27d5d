import { type SQL, sql } from "drizzle-orm";
import { device } from "../../db/tables/index.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { type Home, homesOf } from "../households/households.service.js";
import { type ActionName, type At, countiesWhere, demand, may } from "../policy/actions.js";
import { type HouseholdDevice, isHouseholds, rolesOf, type Viewer } from "../policy/viewer.js";
import { townshipsNow } from "../townships/townships.service.js";
import { unknownVillages } from "../villages/villages.service.js";
import { logAdministration } from "./administrator.js";
import {
  actorOf,
  type DeviceRow,
  deviceColumns,
  homeOf,
  householdOf,
  insertDevice,
} from "./device-rows.js";

const NAME_MOST = 60;
/** Devices of a list at most, the newest first. */
const LISTED_MOST = 5000;

/** The same by GraphQL ids. */
export type DeviceView = Omit<DeviceRow, "home">;

const shown = ({ home: _, ...row }: DeviceRow): DeviceView => ({
  ...row,
  id: formatId(row.county, row.id),
  household: row.household && formatId(row.county, row.household),
  dashboard: row.dashboard && formatId(row.county, row.dashboard),
});

export interface NewDevice {
  name: string;
  county: number;
  /** The household it is bound to; null: a wall. */
  household: Identifier | null;
  /** Of a wall: codes of townships and villages; null: the whole county. */
  areas: readonly string[] | null;
  /** Of a wall: the dashboard that it shows, one that who binds it may look at. */
  dashboard: Identifier | null;
}

const AREAS_MOST = 50;

/** The token is answered here and nowhere else. */
export async function bindDevice(
  context: Context,
  input: NewDevice,
): Promise<{ token: string; url: string | null; device: DeviceView }> {
  const { county, household } = input;
  const name = input.name.trim();
  if (name.length < 1 || name.length > NAME_MOST)
    throw badInput("name", `name: 1 to ${NAME_MOST} characters, like what stands on the card.`);
  if (household && household.county !== county)
    throw badInput("household", "household: lies in another county.");
  await refuseOddWall(context, input);
  return context.db.transaction(async (tx) => {
    const home = household
      ? (await homesOf(tx, [household])).get(formatId(county, household.id))
      : undefined;
    // Who may not bind it learns the same of a household that is and of one that is not.
    demand(context.viewer, "device.bind", placeOf(county, home));
    if (household && !home) throw noSuch("household");
    const { token, row } = await insertDevice(tx, {
      ...{ name, county, areas: input.areas, createdBy: context.viewer.actor },
      ...{ household: household?.id ?? null, home: home?.digest ?? null },
      dashboard: input.dashboard?.id ?? null,
    });
    await note(tx, context, row, "device bind");
    const url = household ? null : `${context.request.base}today?wall=1#display=${token}`;
    return { token, url, device: shown(row) };
  });
}

/** What only a wall has; a part of the county, and a dashboard, have to be there. */
async function refuseOddWall(
  context: Context,
  { county, household, areas, dashboard }: NewDevice,
): Promise<void> {
  if (household && areas) throw badInput("areas", "areas: for a wall, not for a household.");
  if (household && dashboard)
    throw badInput("dashboard", "dashboard: for a wall, not for a household.");
  if (areas) {
    if (areas.length === 0 || areas.length > AREAS_MOST)
      throw badInput("areas", `areas: 1 to ${AREAS_MOST}; without any it shows the county.`);
    const villages = await unknownVillages(context.db, county, areas);
    const known = new Set(
      (await townshipsNow(context.db, county, villages)).map(({ code }) => code),
    );
    const unknown = villages.find((code) => !known.has(code));
    if (unknown !== undefined)
      throw badInput("areas", `areas: no present township or village has the code ${unknown}.`);
  }
  if (dashboard) {
    const kept = await context.loader(registerOf("dashboards"), ["retiredAt"]).load(dashboard);
    if (!kept || kept["retiredAt"] != null || dashboard.county !== county)
      throw badInput("dashboard", "dashboard: there is none of yours, or shared with you.");
  }
}

/**
 * Devices that the viewer keeps, those in use first, the newest first; a household's device those
 * of its household that are in use, so that whoever holds one knows what else is bound.
 */
export async function devicesOf(context: Context): Promise<DeviceView[]> {
  if (isHouseholds(context.viewer)) return besideIt(context, context.viewer);
  const counties = countiesWhere(context.viewer, "device.bind");
  if (counties.length === 0)
    throw new Refusal("FORBIDDEN", "devices: for administrators and full-time grid workers.");
  const rows = await context.db.rows<DeviceRow>(sql`
    select ${deviceColumns} from ${device}
    where ${device.countyId} = any(${sql.param(counties)}::int[])
    order by ${device.revokedAt} is not null, ${device.id} desc limit ${LISTED_MOST}`);
  const homes = await homesOf(context.db, rows.flatMap(householdOf));
  return rows.filter((row) => mayDo(context, "device.bind", row, homes)).map(shown);
}

async function besideIt(
  { db }: Context,
  { county, binding: { household } }: HouseholdDevice,
): Promise<DeviceView[]> {
  const rows = await db.rows<DeviceRow>(sql`
    select ${deviceColumns} from ${device}
    where ${device.countyId} = ${county} and ${device.householdId} = ${household}::uuid
      and ${device.revokedAt} is null
    order by ${device.id} desc limit ${LISTED_MOST}`);
  const homes = await homesOf(db, [{ county, id: household }]);
  return rows.filter((row) => row.home === homeOf(row, homes)?.digest).map(shown);
}

/** The wall that asks, by uuids; null: it is none. */
export async function wallOf({ viewer, db }: Context): Promise<DeviceRow | null> {
  if (viewer.kind !== "device" || viewer.binding.to !== "wall") return null;
  const [row] = await db.rows<DeviceRow>(sql`
    select ${deviceColumns} from ${device} where ${isDevice(itself(viewer))}`);
  return row ?? null;
}

/** Ends it at once, with its open subscriptions: by who keeps it, or by the device itself. */
export async function endDevice(context: Context, id: string | null): Promise<DeviceView> {
  const at = id === null ? itself(context.viewer) : parseId(id);
  return context.db.transaction(async (tx) => {
    const [row] = await tx.rows<DeviceRow>(sql`
      select ${deviceColumns} from ${device} where ${isDevice(at)} and ${device.revokedAt} is null
      for update`);
    const homes = await homesOf(tx, row ? householdOf(row) : []);
    if (!row || !mayDo(context, "device.end", row, homes)) throw noSuch("id");
    const [ended] = await tx.rows<DeviceRow>(sql`
      update ${device} set revoked_at = now(), revoked_by = ${context.viewer.actor}
      where ${isDevice(at)} returning ${deviceColumns}`);
    await note(tx, context, ended!, "device end");
    return shown(ended!);
  });
}

function itself(viewer: Viewer): Identifier {
  if (viewer.kind !== "device") throw badInput("id", "id: name the device to end.");
  return { county: viewer.county, id: viewer.id };
}

const isDevice = ({ county, id }: Identifier): SQL =>
  sql`${device.countyId} = ${county} and ${device.id} = ${id}::uuid`;

const placeOf = (county: number, home: Home | undefined): At => ({
  county,
  gridId: home?.gridId,
  villageCode: home?.villageCode,
});

const mayDo = (
  { viewer }: Context,
  action: ActionName,
  row: DeviceRow,
  homes: ReadonlyMap<string, Home>,
): boolean =>
  may(viewer, action, {
    ...placeOf(row.county, homeOf(row, homes)),
    did: { holder: actorOf(row.id) },
  });

const noSuch = (field: string) =>
  new Refusal("NOT_FOUND", `${field}: there is none that you may bind devices to or end.`, {
    field,
  });

const note = (tx: Runner, { viewer }: Context, row: DeviceRow, did: string): Promise<void> =>
  logAdministration(
    tx,
    { actor: viewer.actor, roles: rolesOf(viewer), outlet: "graphql" },
    [row.county],
    { did, device: row.id, ...(row.household ? { household: row.household } : { to: "wall" }) },
  );
