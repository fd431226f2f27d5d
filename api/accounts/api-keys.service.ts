import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import type { Database } from "../core/database.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Counties } from "../counties/counties.service.js";
import { instantSql } from "../layers/select.js";
import { GRANTS, grantOfScopes } from "../policy/grants.js";
import { type Administrator, logAdministration } from "./administrator.js";
import { countyNamed } from "./role-grants.js";

export interface ApiKeyView {
  id: string;
  name: string;
  purpose: string;
  scopes: string[];
  county: number | null;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  createdAt: string;
  createdBy: string | null;
}

export interface NewApiKey {
  name: string;
  purpose: string;
  scopes: readonly string[];
  county?: number | null | undefined;
  /** An instant, or null for a key that does not expire. */
  expiresAt: string | null;
}

const NAME = /^[\p{L}\p{N}._-]{1,60}$/u;
const ABILITIES = ["read", "personal", "sector", "write"] as const;
/** Ties are never exported, and a program that reads them is an export. */
const OFFERED: readonly Declaration[] = DECLARED.filter((layer) => layer.exportable);
const YEARS_MOST = 5;

export const SCOPES: readonly string[] = OFFERED.flatMap(({ name }) =>
  ABILITIES.filter((ability) => mayBeGiven(name, ability)).map((ability) => `${name}:${ability}`),
);

/** No key may do what no administrator may. */
function mayBeGiven(layer: DeclaredName, ability: (typeof ABILITIES)[number]): boolean {
  const admin = GRANTS.admin[layer];
  if (!admin) return false;
  const asked = grantOfScopes(layer, [`${layer}:read`, `${layer}:${ability}`])!;
  const opened = [...admin.clear, ...admin.onPurpose];
  const given = ability === "personal" ? asked.onPurpose : asked.clear;
  return (
    (!asked.edit || admin.edit) &&
    given.some((s) => opened.includes(s)) &&
    (ability !== "sector" || opened.includes("sector"))
  );
}

const columns = sql`id, name, purpose, scopes, county_id as county,
  ${instantSql(sql`expires_at`)} as "expiresAt", ${instantSql(sql`last_used_at`)} as "lastUsedAt",
  ${instantSql(sql`disabled_at`)} as "revokedAt", ${instantSql(sql`created_at`)} as "createdAt",
  created_by as "createdBy"`;

const keptBy = ({ counties }: Administrator) =>
  counties ? sql`county_id = any(${sql.param([...counties])}::int[])` : sql`true`;

/**
 * Keys of applications. What is kept is a digest: of 256 random bits, so that nothing slower than
 * SHA-256 is needed.
 */
export class ApiKeys {
  constructor(
    private readonly db: Database,
    private readonly counties: Counties,
  ) {}

  /** Present ones first, then revoked ones, the newest first. */
  list(by: Administrator): Promise<ApiKeyView[]> {
    return this.db.rows<ApiKeyView>(sql`
      select ${columns} from api_key where ${keptBy(by)}
      order by disabled_at is not null, id desc`);
  }

  /** The key itself is answered here and nowhere else. */
  async add(by: Administrator, input: NewApiKey): Promise<{ key: string; apiKey: ApiKeyView }> {
    const { name, expiresAt } = input;
    if (!NAME.test(name)) throw badInput("name", "name: 1 to 60 letters, digits or . _ -");
    const purpose = input.purpose.trim();
    if (purpose.length < 2 || purpose.length > 200)
      throw badInput("purpose", "purpose: what the key is for, in 2 to 200 characters.");
    const scopes = checkScopes(input.scopes);
    checkExpiry(expiresAt);
    const known = (await this.counties.all()).map((c) => c.id);
    const county = input.county == null ? null : countyNamed({ by, known }, input.county);
    if (county === null && by.counties) throw badInput("county", "county: name the one it is for.");
    const key = `hk_${randomBytes(32).toString("base64url")}`;
    const digest = createHash("sha256").update(key).digest();
    return this.db.transaction(async (tx) => {
      const [apiKey] = await tx.rows<ApiKeyView>(sql`
        insert into api_key
          (id, key_hash, name, purpose, scopes, county_id, expires_at, created_by)
        values (${uuid()}::uuid, ${digest}, ${name}, ${purpose}, ${sql.param(scopes)}::text[],
          ${county}, ${expiresAt}::timestamptz, ${by.actor})
        on conflict do nothing returning ${columns}`);
      if (!apiKey)
        throw badInput(
          "name",
          `name: there is a key ${name} already; revoke it or choose another.`,
        );
      const what = { did: "key add", key: name, scopes, for: purpose, expiresAt };
      await logAdministration(tx, by, county === null ? known : [county], what);
      return { key, apiKey };
    });
  }

  /** Ends it at once, with its open subscriptions. Named by its name or its id. */
  async revoke(by: Administrator, name: string): Promise<ApiKeyView> {
    const known = (await this.counties.all()).map((c) => c.id);
    return this.db.transaction(async (tx) => {
      const [row] = await tx.rows<ApiKeyView>(sql`
        update api_key set disabled_at = now()
        where (name = ${name} or id::text = ${name}) and disabled_at is null and ${keptBy(by)}
        returning ${columns}`);
      if (!row)
        throw new Refusal("BAD_USER_INPUT", `name: there is no key ${name} in use.`, {
          field: "name",
        });
      const counties = row.county === null ? known : [row.county];
      await logAdministration(tx, by, counties, { did: "key revoke", key: row.name });
      return row;
    });
  }
}

function checkScopes(given: readonly string[]): string[] {
  const scopes = [...new Set(given)].sort();
  if (scopes.length === 0)
    throw badInput("scope", "scope: name at least one, like incidents:read.");
  const unknown = scopes.find((scope) => !SCOPES.includes(scope));
  if (unknown) throw badInput("scope", `scope: ${unknown} is not one of ${SCOPES.join(", ")}.`);
  for (const scope of scopes) {
    const [layer] = scope.split(":");
    if (!scopes.includes(`${layer}:read`))
      throw badInput("scope", `scope: ${scope} needs ${layer}:read too.`);
  }
  return scopes;
}

function checkExpiry(expiresAt: string | null): void {
  if (expiresAt === null) return;
  const time = Date.parse(expiresAt);
  if (Number.isNaN(time) || time <= Date.now())
    throw badInput("expires", "expires: a moment or day in the future, like 2030-01-31.");
  if (time > Date.now() + YEARS_MOST * 366 * 86_400_000)
    throw badInput("expires", `expires: at most ${YEARS_MOST} years from now, or never.`);
}
