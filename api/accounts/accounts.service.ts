import { createHash, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { RoleName } from "../../schema/roles.js";
import type { Counties } from "../counties/counties.service.js";
import type { Database, Runner } from "../database.js";
import { type Assignment, anonymous, type Viewer } from "../policy/viewer.js";
import { badInput, Refusal } from "../refusal.js";

const SESSION_HOURS = 12;
const LINK_MINUTES = 30;
const ATTEMPTS = { window: "15 minutes", limit: 10 };
const PASSWORD_MIN = 10;

const digest = (token: string) => createHash("sha256").update(token).digest();
const newToken = () => randomBytes(32).toString("base64url");

export interface SignedIn {
  token: string;
  expiresAt: Date;
  viewer: Viewer;
}
interface AccountRow {
  id: string;
  login: string;
  name: string;
}

/**
 * Local accounts, sessions, one-time links and application keys. Tokens are kept as digests only.
 */
export class Accounts {
  constructor(
    private readonly db: Database,
    private readonly counties: Counties,
  ) {}

  async anonymous(): Promise<Viewer> {
    return anonymous((await this.counties.all()).map((c) => c.id));
  }

  /** The viewer of a session or key; null when the token is not (or no longer) good. */
  async viewerOf(token: string): Promise<Viewer | null> {
    if (token.startsWith("hk_")) return this.application(token);
    const [row] = await this.db.rows<AccountRow & { role: RoleName | null }>(sql`
      select a.id, a.login, a.name, s.role from session s join account a on a.id = s.account_id
      where s.token_hash = ${digest(token)} and s.expires_at > now() and a.disabled_at is null`);
    return row ? this.person(row, row.role) : null;
  }

  private async person(account: AccountRow, only: RoleName | null): Promise<Viewer> {
    const rows = await this.db.rows<{
      role: RoleName;
      county_id: number | null;
      grid_id: string | null;
      village_code: string | null;
    }>(sql`
      select role, county_id, grid_id, village_code from assignment where account_id = ${account.id}::uuid and ended_at is null`);
    const counties = (await this.counties.all()).map((c) => c.id);
    const merged = new Map<
      string,
      { role: RoleName; county: number; grids: string[]; villages: string[] }
    >();
    for (const row of rows.filter((r) => only === null || r.role === only)) {
      for (const county of row.county_id === null ? counties : [row.county_id]) {
        const a = merged.get(`${row.role} ${county}`) ?? {
          role: row.role,
          county,
          grids: [],
          villages: [],
        };
        if (row.grid_id) a.grids.push(row.grid_id);
        if (row.village_code) a.villages.push(row.village_code);
        merged.set(`${row.role} ${county}`, a);
      }
    }
    return {
      kind: "person",
      actor: `person:${account.login}`,
      name: account.name,
      accountId: account.id,
      assignments: [...merged.values()],
    };
  }

  private async application(key: string): Promise<Viewer | null> {
    const [row] = await this.db.rows<{
      name: string;
      purpose: string;
      scopes: string[];
      county_id: number | null;
    }>(sql`
      select name, purpose, scopes, county_id from api_key where key_hash = ${digest(key)} and disabled_at is null`);
    if (!row) return null;
    const counties =
      row.county_id === null ? (await this.counties.all()).map((c) => c.id) : [row.county_id];
    // An application acts for no role; its scopes decide. "analyst" only carries the county.
    const assignments: Assignment[] = counties.map((county) => ({
      role: "analyst",
      county,
      grids: [],
      villages: [],
    }));
    return {
      kind: "application",
      actor: `app:${row.name}`,
      name: row.name,
      assignments,
      purpose: row.purpose,
      scopes: row.scopes,
    };
  }

  async signIn(login: string, password: string, address: string): Promise<SignedIn> {
    const subjects = [`login:${login.slice(0, 100)}`, `address:${address}`];
    await this.throttle(subjects);
    const [row] = await this.db.rows<AccountRow & { password_hash: string | null }>(
      sql`select id, login, name, password_hash from account where login = ${login} and disabled_at is null`,
    );
    // An unknown login takes as long as a wrong password, so that neither can be told from the
    // other.
    const good = await verify(row?.password_hash ?? (await decoy()), password).catch(() => false);
    if (!row?.password_hash || !good) {
      await this.db.rows(
        sql`insert into sign_in_attempt (id, subject) select * from unnest(${sql.param(subjects.map(() => uuid()))}::uuid[], ${sql.param(subjects)}::text[])`,
      );
      throw new Refusal("UNAUTHENTICATED", "login, password: do not match an account.");
    }
    return this.open(row, null);
  }

  private async throttle(subjects: readonly string[]): Promise<void> {
    const [row] = await this.db.rows<{ most: number }>(sql`
      select coalesce(max(n), 0)::int as most from (select count(*) n from sign_in_attempt where subject = any(${sql.param([...subjects])}::text[]) and at > now() - ${ATTEMPTS.window}::interval group by subject) x`);
    if (row!.most >= ATTEMPTS.limit)
      throw new Refusal(
        "THROTTLED",
        "Too many failed attempts to sign in. Wait a quarter of an hour and try again.",
      );
  }

  async signInWithLink(token: string, loopback: boolean): Promise<SignedIn> {
    const [row] = await this.db.rows<AccountRow>(sql`
      update sign_in_link l set used_at = now() from account a
      where l.token_hash = ${digest(token)} and l.used_at is null and l.expires_at > now() and a.id = l.account_id and a.disabled_at is null and (${loopback} or not l.loopback_only)
      returning a.id, a.login, a.name`);
    if (!row)
      throw new Refusal(
        "UNAUTHENTICATED",
        "This sign-in link is used, out of date, or made for another machine. Make a new one with: hearthgrid account link NAME.",
      );
    return this.open(row, null);
  }

  /**
   * Signs in the labelled demonstration account of a role; only the caller's loopback address and a
   * demonstration county make it possible.
   */
  async demoSignIn(role: RoleName, loopback: boolean): Promise<SignedIn> {
    if (!loopback || !(await this.offersDemo()))
      throw new Refusal(
        "FORBIDDEN",
        "Demonstration sign-in is only for the demonstration county, from this machine itself.",
      );
    const login = `demo-${role}`;
    const [existing] = await this.db.rows<AccountRow>(
      sql`select id, login, name from account where login = ${login} and is_demo`,
    );
    if (!existing)
      throw new Refusal("NOT_FOUND", "role: the demonstration has no account with this role.");
    return this.open(existing, null);
  }

  async offersDemo(): Promise<boolean> {
    const counties = await this.counties.all();
    return counties.length > 0 && counties.some((c) => c.isDemo);
  }

  async signOut(token: string): Promise<void> {
    await this.db.rows(sql`delete from session where token_hash = ${digest(token)}`);
  }

  private async open(account: AccountRow, role: RoleName | null): Promise<SignedIn> {
    const token = newToken();
    const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000);
    await this.db.rows(
      sql`insert into session (token_hash, account_id, role, expires_at) values (${digest(token)}, ${account.id}::uuid, ${role}, ${expiresAt.toISOString()}::timestamptz)`,
    );
    return { token, expiresAt, viewer: await this.person(account, role) };
  }

  async addAccount(
    login: string,
    name: string,
    roles: readonly RoleName[],
    options: {
      password?: string;
      isDemo?: boolean;
      county?: number;
      villages?: readonly string[];
    } = {},
  ): Promise<string> {
    if (!/^[\p{L}\p{N}._@-]{1,60}$/u.test(login))
      throw badInput("login", "NAME: a login has 1 to 60 letters, digits or . _ @ -");
    if (options.password !== undefined && options.password.length < PASSWORD_MIN)
      throw badInput("password", `password: at least ${PASSWORD_MIN} characters.`);
    const id = uuid();
    const passwordHash = options.password === undefined ? null : await hash(options.password);
    await this.db.transaction(async (tx) => {
      const [row] = await tx.rows(
        sql`insert into account (id, login, name, password_hash, is_demo) values (${id}::uuid, ${login}, ${name}, ${passwordHash}, ${options.isDemo ?? false}) on conflict (login) do nothing returning id`,
      );
      if (!row) throw badInput("login", `NAME: there is already an account ${login}.`);
      for (const role of roles)
        await assign(tx, id, role, options.county ?? null, options.villages ?? []);
    });
    return id;
  }

  async disable(login: string): Promise<void> {
    const [row] = await this.db.rows(
      sql`update account set disabled_at = now() where login = ${login} and disabled_at is null returning id`,
    );
    if (!row) throw badInput("login", `NAME: there is no enabled account ${login}.`);
    await this.db.rows(
      sql`delete from session where account_id = (select id from account where login = ${login})`,
    );
  }

  /** A one-time sign-in token for an account. */
  async link(login: string, loopbackOnly: boolean): Promise<string> {
    const token = newToken();
    const [row] = await this.db.rows(sql`
      insert into sign_in_link (token_hash, account_id, loopback_only, expires_at)
      select ${digest(token)}, id, ${loopbackOnly}, now() + make_interval(mins => ${LINK_MINUTES}) from account where login = ${login} and disabled_at is null returning account_id`);
    if (!row) throw badInput("login", `NAME: there is no enabled account ${login}.`);
    return token;
  }

  async viewerByLogin(login: string): Promise<Viewer> {
    const [row] = await this.db.rows<AccountRow>(
      sql`select id, login, name from account where login = ${login} and disabled_at is null`,
    );
    if (!row) throw badInput("as", `--as: there is no enabled account ${login}.`);
    return this.person(row, null);
  }

  /** The first start's administrator, without a password: signed in by a one-time link. */
  async firstAdmin(): Promise<string | null> {
    const [any] = await this.db.rows(sql`select 1 as one from account where not is_demo limit 1`);
    if (any) return null;
    await this.addAccount("admin", "管理员", ["admin"]);
    return "admin";
  }

  async prune(): Promise<void> {
    await this.db.rows(sql`delete from session where expires_at < now()`);
    await this.db.rows(sql`delete from sign_in_link where expires_at < now() - interval '1 day'`);
    await this.db.rows(sql`delete from sign_in_attempt where at < now() - interval '1 day'`);
  }
}

async function assign(
  tx: Runner,
  account: string,
  role: RoleName,
  county: number | null,
  villages: readonly string[],
): Promise<void> {
  for (const village of villages.length > 0 ? villages : [null])
    await tx.rows(
      sql`insert into assignment (id, account_id, role, county_id, village_code) values (${uuid()}::uuid, ${account}::uuid, ${role}, ${county}, ${village})`,
    );
}

let decoyHash: Promise<string> | undefined;
const decoy = (): Promise<string> => (decoyHash ??= hash(newToken()));
