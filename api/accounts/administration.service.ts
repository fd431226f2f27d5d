import { sql } from "drizzle-orm";
import type { Database, Runner } from "../core/database.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Counties } from "../counties/counties.service.js";
import { instantSql } from "../layers/select.js";
import { AREA_ROLES } from "../policy/grants.js";
import { checkLogin, insertAccount } from "./account-rows.js";
import type { Accounts } from "./accounts.service.js";
import { type Administrator, logAdministration } from "./administrator.js";
import { checkPassword, hashPassword } from "./passwords.js";
import {
  countyNamed,
  grantsOf,
  type RoleGrant,
  type RoleInput,
  roleGrant,
  roleNamed,
  type Work,
  writeGrants,
} from "./role-grants.js";

interface Stored {
  id: string;
  login: string;
  name: string;
  isDemo: boolean;
  hasPassword: boolean;
  disabledAt: string | null;
  lastSignInAt: string | null;
  createdAt: string;
  sessions: { startedAt: string; expiresAt: string }[];
}

/** An account as who keeps it sees it: their own counties' roles, and those of every county. */
export interface AccountView extends Stored {
  roles: readonly RoleGrant[];
}

export interface NewAccount {
  login: string;
  name?: string | null | undefined;
  password?: string | null | undefined;
  roles: readonly RoleInput[];
}

export interface AccountPage {
  accounts: AccountView[];
  total: number;
  hasNextPage: boolean;
}

const ACCOUNT_PAGE_MOST = 500;

const stored = sql`id, login, name, is_demo as "isDemo", password_hash is not null as "hasPassword",
  ${instantSql(sql`disabled_at`)} as "disabledAt",
  ${instantSql(sql`last_sign_in_at`)} as "lastSignInAt",
  ${instantSql(sql`created_at`)} as "createdAt",
  (select coalesce(json_agg(json_build_object('startedAt', ${instantSql(sql`s.created_at`)},
      'expiresAt', ${instantSql(sql`s.expires_at`)}) order by s.created_at desc), '[]')
    from session s where s.account_id = account.id and s.expires_at > now()) as sessions`;

const noSuchAccount = (login: string) => badInput("login", `login: there is no account ${login}.`);

/**
 * Keeping accounts: what the command line and GraphQL both do. Whom an administrator may see and
 * change follows from their counties; the operator's command line has no such bounds.
 */
export class Administration {
  constructor(
    private readonly db: Database,
    private readonly counties: Counties,
    private readonly accounts: Accounts,
  ) {}

  async list(by: Administrator, first: number, after: string | null): Promise<AccountPage> {
    if (!Number.isInteger(first) || first < 1 || first > ACCOUNT_PAGE_MOST)
      throw badInput("first", `first: 1 to ${ACCOUNT_PAGE_MOST}.`);
    const rows = await this.db.rows<Stored>(sql`
      select ${stored} from account where ${visibleTo(by)} and login collate "C" > ${after ?? ""}
      order by login collate "C" limit ${first + 1}`);
    const [all] = await this.db.rows<{ n: number }>(
      sql`select count(*)::int as n from account where ${visibleTo(by)}`,
    );
    const page = rows.slice(0, first);
    return {
      accounts: await this.shown(this.db, by, page),
      total: all!.n,
      hasNextPage: rows.length > first,
    };
  }

  async get(by: Administrator, login: string, run: Runner = this.db): Promise<AccountView> {
    const rows = await run.rows<Stored>(
      sql`select ${stored} from account where login = ${login} and ${visibleTo(by)}`,
    );
    const [account] = await this.shown(run, by, rows);
    if (!account) throw noSuchAccount(login);
    return account;
  }

  private async shown(
    run: Runner,
    by: Administrator,
    rows: readonly Stored[],
  ): Promise<AccountView[]> {
    const grants = await grantsOf(
      run,
      rows.map((r) => r.id),
    );
    const mine = (g: RoleGrant) => g.county === null || isOf(by, g);
    return rows.map((row) => ({ ...row, roles: (grants.get(row.id) ?? []).filter(mine) }));
  }

  async add(by: Administrator, input: NewAccount): Promise<AccountView> {
    const { login, password } = input;
    checkLogin(login);
    if (by.counties && input.roles.length === 0)
      throw badInput("roles", "roles: give it a role in a county of yours.");
    if (password != null) checkPassword(password, login);
    const passwordHash = password == null ? null : await hashPassword(password);
    const name = input.name?.trim() || login;
    return this.change(by, async (at) => {
      const { tx } = at;
      const grants = await grantsFrom(at, input.roles);
      const id = await insertAccount(tx, { login, name, passwordHash, isDemo: false });
      await writeGrants(tx, id, grants);
      await note(at, grants, { did: "account add", login, roles: grants.map(said) });
      return this.get(by, login, tx);
    });
  }

  /** Puts these roles in the place of all it has in the administrator's counties. */
  setRoles(by: Administrator, login: string, roles: readonly RoleInput[]): Promise<AccountView> {
    return this.changeRoles(by, login, async (at, present) => [
      ...present.filter((g) => !isOf(by, g)),
      ...(await grantsFrom(at, roles)),
    ]);
  }

  /** Adds roles and takes others away; where none is added with areas, areas stay as they are. */
  alterRoles(
    by: Administrator,
    login: string,
    input: Omit<RoleInput, "role"> & { add: readonly string[]; remove: readonly string[] },
  ): Promise<AccountView> {
    return this.changeRoles(by, login, async (at, present) => {
      const removed = input.remove.map(roleNamed);
      const county = input.county == null ? null : countyNamed(at, input.county);
      const goes = (g: RoleGrant) =>
        removed.includes(g.role) && (county === null || g.county === county);
      const missing = removed.find((role) => !present.some((g) => goes(g) && g.role === role));
      if (missing)
        throw badInput("role", `role: ${login} does not hold ${missing}${where(county)}.`);
      const added = await grantsFrom(
        at,
        input.add.map((role) => ({ ...input, role })),
      );
      const replaced = (g: RoleGrant) =>
        added.some((a) => a.role === g.role && a.county === g.county);
      return [...present.filter((g) => !goes(g) && !replaced(g)), ...added];
    });
  }

  /** Gives its area roles of a county these villages and grids, in the place of all they have. */
  setAreas(by: Administrator, login: string, input: Omit<RoleInput, "role">): Promise<AccountView> {
    return this.changeRoles(by, login, async (at, present) => {
      const areaRoles = present.filter((g) => AREA_ROLES.includes(g.role));
      const [first] = areaRoles;
      if (!first)
        throw badInput(
          "login",
          `login: ${login} holds no role with areas (${AREA_ROLES.join(", ")}); ` +
            "give it one first.",
        );
      const one = await roleGrant(at, {
        ...input,
        role: first.role,
        county: input.county ?? first.county,
      });
      const here = (g: RoleGrant) => g.county === null || g.county === one.county;
      if (!areaRoles.some(here))
        throw badInput("county", `county: ${login} holds no role with areas in ${one.county}.`);
      return present.map((g) =>
        AREA_ROLES.includes(g.role) && here(g) ? { ...one, role: g.role } : g,
      );
    });
  }

  private changeRoles(
    by: Administrator,
    login: string,
    next: (at: Work, present: readonly RoleGrant[]) => Promise<readonly RoleGrant[]>,
  ): Promise<AccountView> {
    return this.change(by, async (at) => {
      const { tx } = at;
      const { id } = await lock(at, login);
      refuseOneself(at, id, "your own roles are changed by another administrator.");
      await keepAnAdministrator(at, login, async () => {
        const present = await grantsOfOne(tx, id);
        const grants = await next(at, present);
        await writeGrants(tx, id, grants);
        await note(at, [...present, ...grants], {
          did: "account roles",
          login,
          before: present.map(said),
          roles: grants.map(said),
        });
      });
      return this.get(by, login, tx);
    });
  }

  /** Ends its sessions and links too. */
  disable(by: Administrator, login: string): Promise<AccountView> {
    return this.change(by, async (at) => {
      const { tx } = at;
      const { id } = await managed(at, login);
      refuseOneself(at, id, "your own account is disabled by another administrator.");
      await keepAnAdministrator(at, login, async () => {
        await tx.rows(
          sql`update account set disabled_at = coalesce(disabled_at, now()) where id = ${id}::uuid`,
        );
      });
      await endSessions(tx, id);
      await noteAccount(at, id, { did: "account disable", login });
      return this.get(by, login, tx);
    });
  }

  /** Signs it out everywhere and makes its links worthless; it may sign in again. */
  endSessions(by: Administrator, login: string): Promise<AccountView> {
    return this.change(by, async (at) => {
      const { tx } = at;
      const { id } = await managed(at, login);
      await endSessions(tx, id);
      await noteAccount(at, id, { did: "account sessions", login });
      return this.get(by, login, tx);
    });
  }

  enable(by: Administrator, login: string): Promise<AccountView> {
    return this.change(by, async (at) => {
      const { tx } = at;
      const { id } = await managed(at, login);
      await tx.rows(sql`update account set disabled_at = null where id = ${id}::uuid`);
      await noteAccount(at, id, { did: "account enable", login });
      return this.get(by, login, tx);
    });
  }

  /** Ends its sessions and links: who knew the old one is out. */
  async setPassword(by: Administrator, login: string, password: string): Promise<AccountView> {
    checkPassword(password, login);
    const passwordHash = await hashPassword(password);
    return this.change(by, async (at) => {
      const { tx } = at;
      const { id } = await managed(at, login);
      refuseOneself(at, id, "change your own password with changePassword.");
      await tx.rows(sql`update account set password_hash = ${passwordHash} where id = ${id}::uuid`);
      await endSessions(tx, id);
      await noteAccount(at, id, { did: "account password", login });
      return this.get(by, login, tx);
    });
  }

  /** The token of a one-time sign-in link. */
  link(
    by: Administrator,
    login: string,
    loopbackOnly: boolean,
  ): Promise<{ token: string; expiresAt: Date }> {
    return this.change(by, async (at) => {
      const { tx } = at;
      const { id } = await managed(at, login);
      refuseOneself(at, id, "you are signed in; another administrator makes links for you.");
      const link = await this.accounts.link(login, loopbackOnly, tx);
      await noteAccount(at, id, { did: "account link", login });
      return link;
    });
  }

  private async change<T>(by: Administrator, work: (at: Work) => Promise<T>): Promise<T> {
    const known = (await this.counties.all()).map((c) => c.id);
    return this.db.transaction((tx) => work({ tx, by, known }));
  }
}

async function grantsFrom(at: Work, roles: readonly RoleInput[]): Promise<RoleGrant[]> {
  const grants: RoleGrant[] = [];
  for (const role of roles) grants.push(await roleGrant(at, role));
  return grants;
}

const grantsOfOne = async (tx: Runner, id: string): Promise<RoleGrant[]> =>
  (await grantsOf(tx, [id])).get(id) ?? [];

/** Is it a role in a county that they administer? */
const isOf = ({ counties }: Administrator, { county }: RoleGrant): boolean =>
  !counties || (county !== null && counties.includes(county));

async function lock({ tx, by }: Work, login: string): Promise<{ id: string }> {
  const [row] = await tx.rows<{ id: string }>(
    sql`select id from account where login = ${login} and ${visibleTo(by)} for update`,
  );
  if (!row) throw noSuchAccount(login);
  return row;
}

/** An account all of whose rights lie in the administrator's counties: theirs to keep. */
async function managed(at: Work, login: string): Promise<{ id: string }> {
  const account = await lock(at, login);
  const grants = await grantsOfOne(at.tx, account.id);
  if (grants.every((g) => isOf(at.by, g))) return account;
  throw new Refusal(
    "FORBIDDEN",
    `login: ${login} also works outside your counties; ask the operator of the service.`,
    { field: "login" },
  );
}

/** A session alone must not be enough to become more, or to stay. */
function refuseOneself({ by }: Work, id: string, why: string): void {
  if (by.accountId === id) throw new Refusal("FORBIDDEN", `login: ${why}`, { field: "login" });
}

/** Refuses a change after which a county that had an administrator has none. */
async function keepAnAdministrator(
  at: Work,
  login: string,
  change: () => Promise<void>,
): Promise<void> {
  const before = await administered(at);
  await change();
  const after = await administered(at);
  const lost = [...before].filter((county) => !after.has(county));
  if (lost.length === 0) return;
  throw new Refusal(
    "CONFLICT",
    `login: ${login} is the last administrator${where(Math.max(...lost))}; ` +
      "give another account the role admin first.",
    { field: "login" },
  );
}

/** Counties with an administrator who may sign in; 0 stands for there being one at all. */
async function administered({ tx, known }: Work): Promise<Set<number>> {
  const rows = await tx.rows<{ county: number | null }>(sql`
    select s.county_id as county from account a join assignment s on s.account_id = a.id
    where s.role = 'admin' and s.ended_at is null and a.disabled_at is null and not a.is_demo
    order by a.id for update of a`);
  if (rows.length === 0) return new Set();
  return new Set([0, ...rows.flatMap((r) => (r.county === null ? known : [r.county]))]);
}

const noteAccount = async (at: Work, id: string, what: { did: string; login: string }) =>
  note(at, await grantsOfOne(at.tx, id), what);

/** Under each county where the account has something to say. */
async function note(
  { tx, by, known }: Work,
  grants: readonly RoleGrant[],
  what: { did: string; [detail: string]: unknown },
): Promise<void> {
  const counties = grants.flatMap((g) => (g.county === null ? known : [g.county]));
  await logAdministration(tx, by, [...new Set(counties)].sort(), what);
}

const where = (county: number | null) => (county ? ` in ${county}` : "");

const said = ({ role, county, villages, grids, organisations }: RoleGrant) => ({
  role,
  county,
  ...(villages.length > 0 ? { villages } : {}),
  ...(grids.length > 0 ? { grids: grids.map((g) => g.code) } : {}),
  ...(organisations.length > 0 ? { organisations: organisations.map((o) => o.code) } : {}),
});

/** Accounts that have, or had, something to say in the administrator's counties. */
const visibleTo = ({ counties }: Administrator) =>
  counties
    ? sql`exists (select 1 from assignment s where s.account_id = account.id
        and (s.county_id is null or s.county_id = any(${sql.param([...counties])}::int[])))`
    : sql`true`;

async function endSessions(tx: Runner, id: string): Promise<void> {
  await tx.rows(sql`delete from session where account_id = ${id}::uuid`);
  await tx.rows(sql`delete from sign_in_link where account_id = ${id}::uuid and used_at is null`);
}
