import { createHash, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { sql } from "drizzle-orm";
import type { RoleName } from "../../schema/roles.js";
import type { Database, Runner } from "../core/database.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Counties } from "../counties/counties.service.js";
import type { NamedOrganisation } from "../organisations/named-organisations.js";
import {
  type Anonymous,
  type Application,
  type Assignment,
  anonymous,
  type Device,
  type Person,
  type Viewer,
} from "../policy/viewer.js";
import { checkLogin, insertAccount } from "./account-rows.js";
import { DEVICE_TOKEN, devicesBy } from "./device-rows.js";
import { checkPassword, hashPassword, prepared } from "./passwords.js";
import { writeGrants } from "./role-grants.js";
import type { Place, SignInThrottle } from "./sign-in-throttle.js";

const SESSION_HOURS = 12;
const LINK_MINUTES = 30;
const LOGIN_MOST = 100;
/** A key's last use is kept this coarsely, so that using it is no writing. */
const KEY_USE = "1 hour";

const digest = (token: string) => createHash("sha256").update(token).digest();
const newToken = () => randomBytes(32).toString("base64url");
/** Tells sessions from keys and devices: random text begins like one of theirs now and then. */
const SESSION_TOKEN = "hs_";

export interface SignedIn {
  token: string;
  expiresAt: Date;
  viewer: Viewer;
  /** What the browser keeps to be known again (known-device.ts); by password only. */
  device?: string;
}
interface AccountRow {
  id: string;
  login: string;
  name: string;
}

interface Merged extends Assignment {
  grids: string[];
  villages: string[];
  organisations: string[];
}

const personOf = (
  account: AccountRow,
  assignments: readonly Assignment[],
  only: RoleName | null,
): Person => ({
  kind: "person",
  actor: `person:${account.login}`,
  name: account.name,
  accountId: account.id,
  assignments: assignments.filter((a) => only === null || a.role === only),
});

/**
 * Local accounts, sessions, one-time links and application keys. Tokens are kept as digests only.
 */
export class Accounts {
  constructor(
    private readonly db: Database,
    private readonly counties: Counties,
    private readonly throttle: SignInThrottle,
  ) {}

  async anonymous(): Promise<Anonymous> {
    return anonymous((await this.counties.all()).map((c) => c.id));
  }

  /** The viewers of many sessions, keys and devices; who is missing is not (or no longer) good. */
  async viewersOf(tokens: readonly string[]): Promise<Map<string, Viewer>> {
    const isKey = (token: string) => token.startsWith("hk_");
    const isDevice = (token: string) => token.startsWith(DEVICE_TOKEN);
    return new Map<string, Viewer>([
      ...(await this.people(tokens.filter((t) => !isKey(t) && !isDevice(t)))),
      ...(await this.applications(tokens.filter(isKey))),
      ...(await devicesBy(this.db, tokens.filter(isDevice))),
    ]);
  }

  private async people(tokens: readonly string[]): Promise<Map<string, Person>> {
    const found = new Map<string, Person>();
    if (tokens.length === 0) return found;
    const byDigest = new Map(tokens.map((t) => [digest(t).toString("hex"), t]));
    const rows = await this.db.rows<AccountRow & { digest: string; role: RoleName | null }>(sql`
      select encode(s.token_hash, 'hex') as digest, a.id, a.login, a.name, s.role
      from session s join account a on a.id = s.account_id
      where s.token_hash = any(${sql.param(tokens.map(digest))}::bytea[])
        and s.expires_at > now() and a.disabled_at is null`);
    const assignments = await this.assignmentsOf(rows.map((r) => r.id));
    for (const row of rows)
      found.set(byDigest.get(row.digest)!, personOf(row, assignments.get(row.id) ?? [], row.role));
    return found;
  }

  private async person(account: AccountRow, only: RoleName | null): Promise<Person> {
    const assignments = await this.assignmentsOf([account.id]);
    return personOf(account, assignments.get(account.id) ?? [], only);
  }

  /** By account, in an order that does not change while nothing else does. */
  private async assignmentsOf(accounts: readonly string[]): Promise<Map<string, Assignment[]>> {
    const rows = await this.db.rows<{
      account: string;
      role: RoleName;
      county_id: number | null;
      grid_id: string | null;
      village_code: string | null;
      organisation_id: string | null;
    }>(sql`
      select account_id as account, role, county_id, grid_id, village_code, organisation_id
      from assignment
      where account_id = any(${sql.param([...accounts])}::uuid[]) and ended_at is null
      order by role, county_id, grid_id, village_code, organisation_id`);
    const counties = (await this.counties.all()).map((c) => c.id);
    const merged = new Map<string, { account: string } & Merged>();
    for (const row of rows) {
      for (const county of row.county_id === null ? counties : [row.county_id]) {
        const key = `${row.account} ${row.role} ${county}`;
        const { account, role } = row;
        const a = merged.get(key) ?? {
          ...{ account, role, county },
          ...{ grids: [], villages: [], organisations: [] },
        };
        if (row.grid_id) a.grids.push(row.grid_id);
        if (row.village_code) a.villages.push(row.village_code);
        if (row.organisation_id) a.organisations.push(row.organisation_id);
        merged.set(key, a);
      }
    }
    const found = new Map<string, Assignment[]>();
    for (const { account, ...assignment } of merged.values())
      found.set(account, [...(found.get(account) ?? []), assignment]);
    return found;
  }

  private async applications(keys: readonly string[]): Promise<Map<string, Application>> {
    const found = new Map<string, Application>();
    if (keys.length === 0) return found;
    const byDigest = new Map(keys.map((k) => [digest(k).toString("hex"), k]));
    const rows = await this.db.rows<{
      digest: string;
      name: string;
      purpose: string;
      scopes: string[];
      county_id: number | null;
      created_by: string | null;
      stale: boolean;
    }>(sql`
      select encode(key_hash, 'hex') as digest, name, purpose, scopes, county_id,
        created_by, last_used_at is null or last_used_at < now() - ${KEY_USE}::interval as stale
      from api_key where key_hash = any(${sql.param(keys.map(digest))}::bytea[])
        and disabled_at is null and (expires_at is null or expires_at > now())`);
    if (rows.some((row) => row.stale))
      await this.db.rows(sql`
        update api_key set last_used_at = now()
        where key_hash = any(${sql.param(keys.map(digest))}::bytea[])
          and (last_used_at is null or last_used_at < now() - ${KEY_USE}::interval)
          and disabled_at is null and (expires_at is null or expires_at > now())`);
    const everywhere = (await this.counties.all()).map((c) => c.id);
    for (const row of rows) {
      found.set(byDigest.get(row.digest)!, {
        kind: "application",
        actor: `app:${row.name}`,
        name: row.name,
        owner: row.created_by,
        counties: row.county_id === null ? everywhere : [row.county_id],
        scopes: row.scopes,
        purpose: row.purpose,
      });
    }
    return found;
  }

  async signIn(login: string, password: string, place: Place): Promise<SignedIn> {
    const { found, device } = await this.verified(login, password, place);
    return { ...(await this.open(found, null)), device };
  }

  private async verified(
    login: string,
    password: string,
    place: Place,
  ): Promise<{ found: AccountRow; device: string }> {
    // A text that can be no login is not looked for, and fills no budgets' names.
    const named = login.slice(0, LOGIN_MOST);
    const passed = await this.throttle.guard(named, place, async () => {
      const [row] = await this.db.rows<AccountRow & { password_hash: string | null }>(sql`
        select id, login, name, password_hash from account
        where login = ${named} and disabled_at is null`);
      // An unknown login takes as long as a wrong password, so that neither can be told from the
      // other.
      const hash = row?.password_hash ?? (await decoy());
      const isGood = await verify(hash, prepared(password)).catch(() => false);
      return row?.password_hash && isGood ? row : null;
    });
    if (passed) return passed;
    throw new Refusal("UNAUTHENTICATED", "login, password: do not match an account.");
  }

  /** A person's own; ends all their sessions but the one that asks, and links not used yet. */
  async changePassword(
    viewer: Viewer,
    given: { old: string | null; new: string },
    asking: { token: string; place: Place },
  ): Promise<void> {
    const id = viewer.kind === "person" ? viewer.accountId : undefined;
    if (!id) throw new Refusal("UNAUTHENTICATED", "changePassword: sign in as a person first.");
    const [account] = await this.db.rows<{ login: string; known: boolean; isDemo: boolean }>(sql`
      select login, password_hash is not null as known, is_demo as "isDemo"
      from account where id = ${id}::uuid`);
    const { login, known, isDemo } = account!;
    if (isDemo) throw new Refusal("FORBIDDEN", "changePassword: a demonstration account has none.");
    checkPassword(given.new, login, "new");
    // Who holds the session need not be who knows the password: failures count as at the door.
    if (known) await this.verified(login, given.old ?? "", asking.place);
    const passwordHash = await hashPassword(given.new);
    await this.db.transaction(async (tx) => {
      await tx.rows(sql`
        update account set password_hash = ${passwordHash} where id = ${id}::uuid`);
      await tx.rows(sql`
        delete from session where account_id = ${id}::uuid
          and token_hash <> ${digest(asking.token)}`);
      await tx.rows(
        sql`delete from sign_in_link where account_id = ${id}::uuid and used_at is null`,
      );
    });
  }

  async signInWithLink(token: string, local: boolean): Promise<SignedIn> {
    const [row] = await this.db.rows<AccountRow>(sql`
      update sign_in_link l set used_at = now() from account a
      where l.token_hash = ${digest(token)} and l.used_at is null and l.expires_at > now()
        and a.id = l.account_id and a.disabled_at is null and (${local} or not l.loopback_only)
      returning a.id, a.login, a.name`);
    if (!row)
      throw new Refusal(
        "UNAUTHENTICATED",
        "This sign-in link is used, out of date, or made for another machine. Make a new one " +
          "with: hearthgrid account link NAME.",
      );
    return this.open(row, null);
  }

  /**
   * The wall (大屏) whose token a browser brings: it is the wall until that is ended. No throttle, as
   * for links: 256 random bits are not guessed.
   */
  async openDisplay(token: string): Promise<Device> {
    const found = token.startsWith(DEVICE_TOKEN) ? await devicesBy(this.db, [token]) : undefined;
    const wall = found?.get(token);
    if (wall?.binding.to === "wall") return wall;
    throw new Refusal(
      "UNAUTHENTICATED",
      "token: of no wall, or of one that was revoked. An administrator makes a new wall under " +
        "Accounts, Walls, and its link is opened here.",
    );
  }

  /**
   * Signs in the labelled demonstration account of a role: on the demonstration county alone, for
   * this machine or who has the secret that the start printed.
   */
  async demoSignIn(role: RoleName, local: boolean): Promise<SignedIn> {
    if (!local || !(await this.offersDemo()))
      throw new Refusal(
        "FORBIDDEN",
        "Demonstration sign-in is only for the demonstration county, from this machine itself; " +
          "from elsewhere open the link with #demo= that the start printed.",
      );
    const login = `demo-${role}`;
    const [existing] = await this.db.rows<AccountRow>(
      sql`select id, login, name from account where login = ${login} and is_demo`,
    );
    if (!existing)
      throw new Refusal("NOT_FOUND", "role: the demonstration has no account with this role.");
    return this.open(existing, null);
  }

  /** A real county added beside the demonstration closes its door. */
  async offersDemo(): Promise<boolean> {
    const counties = await this.counties.all();
    return counties.length > 0 && counties.every((c) => c.isDemo);
  }

  async signOut(token: string): Promise<void> {
    await this.db.rows(sql`delete from session where token_hash = ${digest(token)}`);
  }

  private async open(account: AccountRow, role: RoleName | null): Promise<SignedIn> {
    const token = SESSION_TOKEN + newToken();
    const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000);
    await this.db.rows(sql`
      with signed_in as
        (update account set last_sign_in_at = now() where id = ${account.id}::uuid)
      insert into session (token_hash, account_id, role, expires_at)
      values (${digest(token)}, ${account.id}::uuid, ${role},
        ${expiresAt.toISOString()}::timestamptz)`);
    return { token, expiresAt, viewer: await this.person(account, role) };
  }

  async isKnown(login: string): Promise<boolean> {
    const [known] = await this.db.rows(sql`select 1 as one from account where login = ${login}`);
    return known !== undefined;
  }

  /** An account that the service makes itself: the demonstration's, the first administrator. */
  async addAccount(
    login: string,
    name: string,
    roles: readonly RoleName[],
    options: {
      password?: string;
      isDemo?: boolean;
      county?: number;
      villages?: readonly string[];
      organisations?: readonly NamedOrganisation[];
    } = {},
  ): Promise<string> {
    const { password, isDemo = false, county = null } = options;
    const { villages = [], organisations = [] } = options;
    checkLogin(login);
    if (password !== undefined) checkPassword(password, login);
    const passwordHash = password === undefined ? null : await hashPassword(password);
    return this.db.transaction(async (tx) => {
      const id = await insertAccount(tx, { login, name, passwordHash, isDemo });
      const grants = roles.map((role) => ({
        ...{ role, county },
        ...{ villages, grids: [], organisations },
      }));
      await writeGrants(tx, id, grants);
      return id;
    });
  }

  /** A one-time sign-in token for an account. */
  async link(
    login: string,
    loopbackOnly: boolean,
    run: Runner = this.db,
  ): Promise<{ token: string; expiresAt: Date }> {
    const token = newToken();
    const expiresAt = new Date(Date.now() + LINK_MINUTES * 60_000);
    const [row] = await run.rows(sql`
      insert into sign_in_link (token_hash, account_id, loopback_only, expires_at)
      select ${digest(token)}, id, ${loopbackOnly}, ${expiresAt.toISOString()}::timestamptz
      from account where login = ${login} and disabled_at is null returning account_id`);
    if (!row) throw badInput("login", `login: there is no enabled account ${login}.`);
    return { token, expiresAt };
  }

  async viewerByLogin(login: string): Promise<Person> {
    const [row] = await this.db.rows<AccountRow>(
      sql`select id, login, name from account where login = ${login} and disabled_at is null`,
    );
    if (!row) throw badInput("as", `--as: there is no enabled account ${login}.`);
    return this.person(row, null);
  }

  /**
   * Whom a start offers a sign-in link: an administrator, as long as none has ever signed in; made
   * when there is none. Who is added before the first start is no administrator by that.
   */
  async firstAdmin(): Promise<string | null> {
    // Names before administrators: whoever is added between the two by a process that starts at the
    // same moment is then found as administrator, or as a name that is taken.
    const taken = await this.db.rows<{ login: string }>(
      sql`select login from account where login like 'admin%'`,
    );
    const admins = await this.db.rows<{ login: string; known: boolean }>(sql`
      select a.login, a.last_sign_in_at is not null as known from account a
      where not a.is_demo and a.disabled_at is null and exists (select 1 from assignment s
        where s.account_id = a.id and s.role = 'admin' and s.ended_at is null)
      order by a.id`);
    if (admins.some((a) => a.known)) return null;
    if (admins[0]) return admins[0].login;
    const names = taken.map((a) => a.login);
    let login = "admin";
    for (let n = 2; names.includes(login); n++) login = `admin${n}`;
    // Of processes that start together one adds it; each offers a link of its own.
    await this.addAccount(login, "管理员", ["admin"]).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
    return login;
  }

  async prune(): Promise<void> {
    await this.db.rows(sql`delete from session where expires_at < now()`);
    await this.db.rows(sql`delete from sign_in_link where expires_at < now() - interval '1 day'`);
    await this.throttle.prune();
  }
}

let decoyHash: Promise<string> | undefined;
const decoy = (): Promise<string> => (decoyHash ??= hash(newToken()));
