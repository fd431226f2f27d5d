import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { device } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { formatId, type Identifier } from "../core/identifier.js";
import { type Home, homesOf } from "../households/households.service.js";
import { instantSql } from "../layers/select.js";
import type { Binding, Device } from "../policy/viewer.js";
import { type TownVillage, villagesOfTownships } from "../villages/villages.service.js";

/** What a device's token begins with: it is neither a session's nor a key's. */
export const DEVICE_TOKEN = "hg_dev_";
/** When it was last seen is kept this coarsely, so that being used is no writing. */
const SEEN = "1 hour";

const digestOf = (token: string) => createHash("sha256").update(token).digest();

/** A device as it is kept, by uuids. */
export interface DeviceRow {
  id: string;
  county: number;
  name: string;
  household: string | null;
  home: string | null;
  /** Of a wall: codes of townships and villages; null: the whole county. */
  areas: string[] | null;
  dashboard: string | null;
  createdBy: string;
  createdAt: string;
  lastSeenAt: string | null;
  revokedAt: string | null;
}

export const deviceColumns = sql`${device.id} as id, ${device.countyId} as county, ${device.name} as name,
  ${device.householdId} as household, ${device.householdHome} as home,
  ${device.areas} as areas, ${device.dashboardId}::text as dashboard,
  ${device.createdBy} as "createdBy", ${instantSql(sql`${device.createdAt}`)} as "createdAt",
  ${instantSql(sql`${device.lastSeenAt}`)} as "lastSeenAt",
  ${instantSql(sql`${device.revokedAt}`)} as "revokedAt"`;

export const actorOf = (id: string): `device:${string}` => `device:${id}`;

/** What is kept of a new device. */
export interface DeviceKept {
  name: string;
  county: number;
  household: string | null;
  /** Digest of the household's home. */
  home: string | null;
  areas?: readonly string[] | null;
  dashboard?: string | null;
  createdBy: string;
}

/** Writes a device; its token is told here and never again. */
export async function insertDevice(
  tx: Runner,
  { name, county, household, home, areas, dashboard, createdBy }: DeviceKept,
): Promise<{ token: string; row: DeviceRow }> {
  const token = DEVICE_TOKEN + randomBytes(32).toString("base64url");
  const [row] = await tx.rows<DeviceRow>(sql`
    insert into ${device}
      (id, county_id, token_hash, name, household_id, household_home, areas, dashboard_id,
        created_by)
    values (${uuid()}::uuid, ${county}, ${digestOf(token)}, ${name}, ${household}::uuid, ${home},
      ${areas ? sql.param([...areas]) : null}::text[], ${dashboard ?? null}::uuid, ${createdBy})
    returning ${deviceColumns}`);
  return { token, row: row! };
}

/** The devices of tokens; one whose household moved or left, and a revoked one, is missing. */
export async function devicesBy(
  run: Runner,
  tokens: readonly string[],
): Promise<Map<string, Device>> {
  if (tokens.length === 0) return new Map();
  const byDigest = new Map(tokens.map((t) => [digestOf(t).toString("hex"), t]));
  const named = sql`${device.tokenHash} = any(${sql.param(tokens.map(digestOf))}::bytea[])
    and ${device.revokedAt} is null`;
  const stale = sql`(${device.lastSeenAt} is null
    or ${device.lastSeenAt} < now() - ${SEEN}::interval)`;
  const rows = await run.rows<DeviceRow & { digest: string; stale: boolean }>(sql`
    select ${deviceColumns}, encode(${device.tokenHash}, 'hex') as digest, ${stale} as stale
    from ${device} where ${named}`);
  if (rows.some((row) => row.stale))
    await run.rows(sql`update ${device} set last_seen_at = now() where ${named} and ${stale}`);
  const homes = await homesOf(run, rows.flatMap(householdOf));
  const shown = rows.some((row) => row.areas)
    ? await villagesOfTownships(run, [...new Set(rows.map((row) => row.county))])
    : [];
  return new Map(
    rows
      .filter((row) => !row.household || row.home === homeOf(row, homes)?.digest)
      .map((row) => [byDigest.get(row.digest)!, viewerOf(row, shown)]),
  );
}

export const householdOf = ({ county, household }: DeviceRow): Identifier[] =>
  household ? [{ county, id: household }] : [];

export const homeOf = (
  { county, household }: DeviceRow,
  homes: ReadonlyMap<string, Home>,
): Home | undefined => (household ? homes.get(formatId(county, household)) : undefined);

export const viewerOf = (row: DeviceRow, villages: readonly TownVillage[]): Device => {
  const { id, name, county, household } = row;
  const binding: Binding = household
    ? { to: "household", household }
    : { to: "wall", villages: villagesShown(row, villages) };
  return { kind: "device", actor: actorOf(id), id, name, county, binding };
};

/** Present villages of what a wall shows; of what was retired nothing is left to show. */
function villagesShown(
  { county, areas }: DeviceRow,
  villages: readonly TownVillage[],
): string[] | null {
  if (areas === null) return null;
  const isShown = ({ code, township }: TownVillage) =>
    areas.includes(code) || (township !== null && areas.includes(township));
  return villages.filter((v) => v.county === county && isShown(v)).map(({ code }) => code);
}
