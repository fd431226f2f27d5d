import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { ROLES, type RoleName } from "../../schema/roles.js";
import type { Runner } from "../core/database.js";
import { badInput, Refusal } from "../core/refusal.js";
import { codesOfGrids, gridsNamed } from "../grids/grids.service.js";
import {
  type NamedOrganisation,
  namesOfOrganisations,
  organisationsNamed,
} from "../organisations/named-organisations.js";
import { AREA_ROLES, ORGANISATION_ROLES, WORKS } from "../policy/grants.js";
import { unknownVillages } from "../villages/villages.service.js";
import type { Administrator } from "./administrator.js";

/**
 * A role in a county (null: in every one), narrowed to villages and grids, or to organisations,
 * where it has any.
 */
export interface RoleGrant {
  role: RoleName;
  county: number | null;
  villages: readonly string[];
  grids: readonly { id: string; code: string }[];
  organisations: readonly NamedOrganisation[];
}

/** The same as people write it: grids and organisations by code or id. */
export interface RoleInput {
  role: string;
  county?: number | null | undefined;
  villages?: readonly string[] | null | undefined;
  grids?: readonly string[] | null | undefined;
  organisations?: readonly string[] | null | undefined;
}

export function roleNamed(name: string): RoleName {
  const role = ROLES.find((r) => r === name.toLowerCase());
  if (!role) throw badInput("role", `role: ${name} is not one of ${ROLES.join(", ")}.`);
  return role;
}

/** One change: its transaction, who makes it, and the counties there are. */
export interface Work {
  tx: Runner;
  by: Administrator;
  known: readonly number[];
}

export function countyNamed({ by, known }: Omit<Work, "tx">, id: number): number {
  if (!known.includes(id))
    throw badInput(
      "county",
      known.length === 0
        ? `county: there is no county ${id} yet; counties come with the first import.`
        : `county: there is no county ${id} here; there is ${known.join(", ")}.`,
    );
  if (by.counties && !by.counties.includes(id))
    throw new Refusal("FORBIDDEN", `county: you do not administer ${id}.`, { field: "county" });
  return id;
}

/** What is written, made sure of: the role, and all that it is narrowed to, exist and go together. */
export async function roleGrant(at: Work, input: RoleInput): Promise<RoleGrant> {
  const role = roleNamed(input.role);
  const villages = [...new Set(input.villages ?? [])];
  const names = [...new Set(input.grids ?? [])];
  const bodies = [...new Set(input.organisations ?? [])];
  const narrowed = refuseMisplaced(role, { village: villages, grid: names, organisation: bodies });
  const county = input.county == null ? onlyCounty(at, narrowed) : countyNamed(at, input.county);
  if (county === null) return { role, county, villages: [], grids: [], organisations: [] };
  const [unknown] = await unknownVillages(at.tx, county, villages);
  if (unknown !== undefined)
    throw badInput("village", `village: there is no village ${unknown} in county ${county}.`);
  const grids = await gridsNamed(at.tx, county, names);
  return {
    role,
    county,
    villages,
    grids,
    organisations: await organisationsNamed(at.tx, county, bodies),
  };
}

type Narrowing = Record<"village" | "grid" | "organisation", readonly string[]>;

/** Refuses what is not for the role; tells whether it is narrowed to anything. */
function refuseMisplaced(role: RoleName, to: Narrowing): boolean {
  const named = (["village", "grid", "organisation"] as const).filter((n) => to[n].length > 0);
  for (const name of named) {
    const those: readonly RoleName[] = name === "organisation" ? ORGANISATION_ROLES : AREA_ROLES;
    if (those.includes(role)) continue;
    const works = { county: "in whole counties", area: "in areas", organisation: "for bodies" };
    const what = name === "organisation" ? "organisations" : "areas";
    throw badInput(
      name,
      `${name}: ${role} works ${works[WORKS[role]]}; ${what} are for ${those.join(", ")}.`,
    );
  }
  return named.length > 0;
}

/** Where no county is named: every one for the operator, unless what it is narrowed to lies in one. */
function onlyCounty({ by, known }: Work, narrowed: boolean): number | null {
  if (!by.counties && !narrowed) return null;
  const mine = by.counties ?? known;
  if (mine.length === 1) return mine[0]!;
  throw badInput("county", `county: name the one it is for, of ${mine.join(", ") || "none yet"}.`);
}

interface Row {
  id: string;
  account: string;
  role: RoleName;
  county: number | null;
  grid: string | null;
  village: string | null;
  organisation: string | null;
}

type Assignment = Omit<Row, "id" | "account">;

const rowsOf = (grant: RoleGrant): Assignment[] => {
  const { role, county } = grant;
  const whole = { role, county, village: null, grid: null, organisation: null };
  const narrowed = [
    ...grant.villages.map((village) => ({ ...whole, village })),
    ...grant.grids.map(({ id }) => ({ ...whole, grid: id })),
    ...grant.organisations.map(({ id }) => ({ ...whole, organisation: id })),
  ];
  return narrowed.length > 0 ? narrowed : [whole];
};

const keyOf = (row: Assignment) =>
  [row.role, row.county, row.grid, row.village, row.organisation].join(" ");

const assignmentsOf = (run: Runner, accounts: readonly string[]): Promise<Row[]> =>
  run.rows<Row>(sql`
    select id, account_id as account, role, county_id as county, grid_id as grid,
      village_code as village, organisation_id as organisation
    from assignment where account_id = any(${sql.param([...accounts])}::uuid[]) and ended_at is null
    order by role, county_id nulls first, village_code, grid_id, organisation_id`);

/** By account; who has none is missing. */
export async function grantsOf(
  run: Runner,
  accounts: readonly string[],
): Promise<Map<string, RoleGrant[]>> {
  const rows = await assignmentsOf(run, accounts);
  const codes = await codesOfGrids(
    run,
    rows.flatMap((r) => r.grid ?? []),
  );
  const called = await namesOfOrganisations(
    run,
    rows.flatMap((r) => r.organisation ?? []),
  );
  type Open = RoleGrant & {
    villages: string[];
    grids: { id: string; code: string }[];
    organisations: NamedOrganisation[];
  };
  const found = new Map<string, Map<string, Open>>();
  for (const { account, role, county, village, grid, organisation } of rows) {
    const mine = found.get(account) ?? new Map<string, Open>();
    found.set(account, mine);
    const key = `${role} ${county}`;
    const one = mine.get(key) ?? { role, county, villages: [], grids: [], organisations: [] };
    mine.set(key, one);
    if (village !== null) one.villages.push(village);
    if (grid !== null) one.grids.push({ id: grid, code: codes.get(grid) ?? grid });
    if (organisation !== null)
      one.organisations.push({ id: organisation, code: called.get(organisation) ?? organisation });
  }
  return new Map([...found].map(([account, mine]) => [account, [...mine.values()]]));
}

/** Ends what is no longer granted and begins what is new; what stays is not touched. */
export async function writeGrants(
  tx: Runner,
  account: string,
  grants: readonly RoleGrant[],
): Promise<void> {
  const present = await assignmentsOf(tx, [account]);
  const wanted = new Map(grants.flatMap(rowsOf).map((row) => [keyOf(row), row]));
  const ended = present.filter((row) => !wanted.has(keyOf(row))).map((row) => row.id);
  if (ended.length > 0)
    await tx.rows(sql`
      update assignment set ended_at = now() where id = any(${sql.param(ended)}::uuid[])`);
  for (const row of present) wanted.delete(keyOf(row));
  for (const row of wanted.values())
    await tx.rows(sql`
      insert into assignment (id, account_id, role, county_id, grid_id, village_code,
        organisation_id)
      values (${uuid()}::uuid, ${account}::uuid, ${row.role}, ${row.county},
        ${row.grid}::uuid, ${row.village}, ${row.organisation}::uuid)`);
}
