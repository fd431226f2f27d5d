import { createHash, randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { householdCode } from "../../db/tables/index.js";
import type { Context } from "../core/context.js";
import type { Runner, Transaction } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { type Home, homesOf } from "../households/households.service.js";
import { demand } from "../policy/actions.js";
import { type Device, isHouseholds, rolesOf } from "../policy/viewer.js";
import { logAdministration } from "./administrator.js";
import { insertDevice, viewerOf } from "./device-rows.js";
import { endDevice } from "./devices.service.js";

/** Crockford's base 32: no I, L, O, U, which are misread on paper. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 60 bits: no use guessing, with ten tries a quarter of an hour. */
const LENGTH = 12;
const DAYS = 14;
const NAME_MOST = 60;
const NAME = "住户手机";

export interface PrintedCode {
  household: string;
  code: string;
  url: string;
  expiresAt: string;
}

const fresh = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** As it is read: in fours. */
const spaced = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/** As it is typed by hand: small letters, gaps, and the letters that stand for digits. */
const typed = (code: string): string =>
  code
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

const digestOf = (code: string): Buffer =>
  createHash("sha256").update(`household code ${code}`).digest();

/**
 * One-time codes for the cards of some households of a county, each seen this once; codes printed
 * before and not used are good no more. Of who may print them where these live.
 */
export async function printCodes(
  context: Context,
  tx: Runner,
  households: readonly Identifier[],
  homes: ReadonlyMap<string, Home>,
): Promise<Map<string, PrintedCode>> {
  const { viewer, request } = context;
  const made = households.map((at) => {
    const home = homes.get(formatId(at.county, at.id));
    demand(viewer, "householdCode.print", {
      county: at.county,
      gridId: home?.gridId,
      villageCode: home?.villageCode,
    });
    if (!home) throw noHousehold();
    return { ...at, home: home.digest, code: fresh() };
  });
  const [county] = new Set(made.map((m) => m.county));
  if (county === undefined) return new Map();
  const ids = sql.param(made.map((m) => m.id));
  await tx.rows(sql`
    update ${householdCode} set revoked_at = now()
    where ${householdCode.countyId} = ${county} and ${householdCode.householdId} = any(${ids}::uuid[])
      and ${householdCode.usedAt} is null and ${householdCode.revokedAt} is null`);
  const expiresAt = new Date(Date.now() + DAYS * 86_400_000).toISOString();
  await tx.rows(sql`
    insert into ${householdCode} (id, county_id, code_hash, household_id, household_home,
      created_by, created_at, expires_at)
    select m.id, ${county}, m.hash, m.household, m.home, ${viewer.actor}, now(),
      ${expiresAt}::timestamptz
    from unnest(${sql.param(made.map(() => uuid()))}::uuid[],
      ${sql.param(made.map((m) => digestOf(m.code)))}::bytea[], ${ids}::uuid[],
      ${sql.param(made.map((m) => m.home))}::text[]) as m (id, hash, household, home)`);
  await logAdministration(
    tx,
    { actor: viewer.actor, roles: rolesOf(viewer), outlet: "graphql" },
    [county],
    {
      did: "household code print",
      households: made.map((m) => m.id),
    },
  );
  return new Map(
    made.map(({ id, code }) => {
      const household = formatId(county, id);
      const url = `${request.base}my#household=${code}`;
      return [household, { household, code: spaced(code), url, expiresAt }];
    }),
  );
}

export async function printHouseholdCode(context: Context, id: string): Promise<PrintedCode> {
  const household = parseId(id, "household");
  return context.db.transaction(async (tx) => {
    const homes = await homesOf(tx, [household]);
    return (await printCodes(context, tx, [household], homes)).get(id)!;
  });
}

const noHousehold = () =>
  new Refusal("NOT_FOUND", "household: there is none that you may print a code for.", {
    field: "household",
  });

/**
 * Binds a device to the household whose card has the code. Every code that is not good, mistyped,
 * used, out of date, printed anew, of a household that has moved, is refused in the same words.
 */
export async function enterHouseholdCode(
  context: Context,
  code: string,
  called: string | null,
): Promise<{ token: string; device: Device }> {
  const { viewer, request, services } = context;
  if (viewer.kind !== "anonymous" && viewer.kind !== "device")
    throw new Refusal(
      "FORBIDDEN",
      "enterHouseholdCode: somebody is signed in here. A household's phone needs no account: " +
        "sign out first, or open the card's link on that phone.",
    );
  const name = called?.trim() || NAME;
  if (name.length > NAME_MOST)
    throw badInput("name", `name: 1 to ${NAME_MOST} characters, like «mother's phone».`);
  const given = typed(code).slice(0, LENGTH + 1);
  // A budget of its own for each address, so that nobody's guesses hold up the others.
  const passed = await services.throttle.guard(`#household code ${request.address}`, request, () =>
    context.db.transaction((tx) => bindByCode(tx, given, name)),
  );
  if (!passed)
    throw new Refusal(
      "NOT_FOUND",
      "code: not good, or not any more: a code is for one phone, for 14 days, and for the home it " +
        "was printed for. Look at the card again, or ask your grid worker for a new one.",
      { field: "code" },
    );
  // The browser forgets the household it was of: nothing is left that nobody holds.
  if (isHouseholds(viewer)) await endDevice(context, null);
  return passed.found;
}

async function bindByCode(
  tx: Transaction,
  code: string,
  name: string,
): Promise<{ token: string; device: Device } | null> {
  const [used] = await tx.rows<Identifier & { home: string; by: string }>(sql`
    update ${householdCode} set used_at = now()
    where ${householdCode.codeHash} = ${digestOf(code)} and ${householdCode.usedAt} is null
      and ${householdCode.revokedAt} is null and ${householdCode.expiresAt} > now()
    returning county_id as county, household_id as id, household_home as home, created_by as by`);
  if (!used) return null;
  const { county, id, home } = used;
  const now = (await homesOf(tx, [used])).get(formatId(county, id));
  if (now?.digest !== home) return null;
  const { token, row } = await insertDevice(tx, {
    ...{ name, county, household: id, home, createdBy: used.by },
  });
  await logAdministration(
    tx,
    { actor: `device:${row.id}`, roles: [], outlet: "graphql" },
    [county],
    {
      did: "device bind",
      device: row.id,
      household: id,
    },
  );
  return { token, device: viewerOf(row, []) };
}
