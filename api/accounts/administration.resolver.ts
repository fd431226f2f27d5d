import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { Account, AccountConnection, RoleInput, SignInLink } from "../../schema/accounts.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import type { AccountView } from "./administration.service.js";
import { administratorOf } from "./administrator.js";
import { linkFor } from "./sign-in-link.js";

const FIRST = 100;

const shown = (account: AccountView): Account => ({
  ...account,
  roles: account.roles.map((r) => ({
    ...r,
    grids: r.grids.map((g) => formatId(r.county!, g.id)),
    organisations: r.organisations.map((o) => formatId(r.county!, o.id)),
  })),
});

const Login = () => Arg("login", () => String, { description: "Login of the account (用户名)." });
const Roles = () =>
  Arg("roles", () => [RoleInput], {
    description: "All roles it is to hold in your counties (任职).",
  });
const Password = () =>
  Arg("password", () => String, {
    nullable: true,
    description: "Its password (密码), at least 10 characters; without one it signs in by a link.",
  });

/** Accounts, for administrators and within their counties. */
@Resolver()
export class AdministrationResolver {
  @Query(() => AccountConnection, {
    description: "Accounts with roles in your counties, by login (账号列表); for administrators.",
  })
  async accounts(
    @Ctx() context: Context,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 100.",
    })
    first?: number | null,
    @Arg("after", () => String, {
      nullable: true,
      description: "Accounts after this cursor (游标): endCursor of the page before.",
    })
    after?: string | null,
  ): Promise<AccountConnection> {
    const by = administratorOf(context.viewer);
    const { administration } = context.services;
    const page = await administration.list(by, first ?? FIRST, after ?? null);
    const edges = page.accounts.map((a) => ({ cursor: a.login, node: shown(a) }));
    return {
      nodes: edges.map((e) => e.node),
      edges,
      totalCount: page.total,
      pageInfo: {
        hasNextPage: page.hasNextPage,
        hasPreviousPage: after != null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  }

  @Query(() => Account, { description: "One account (账号); for administrators." })
  async account(@Ctx() { services, viewer }: Context, @Login() login: string): Promise<Account> {
    return shown(await services.administration.get(administratorOf(viewer), login));
  }

  @Mutation(() => Account, {
    description: "Makes an account with roles in your counties (新建账号).",
  })
  async createAccount(
    @Ctx() { services, viewer }: Context,
    @Login() login: string,
    @Roles() roles: RoleInput[],
    @Arg("name", () => String, { nullable: true, description: "Name shown (姓名)." })
    name?: string | null,
    @Password() password?: string | null,
  ): Promise<Account> {
    const account = { login, roles, name, password };
    return shown(await services.administration.add(administratorOf(viewer), account));
  }

  @Mutation(() => Account, {
    description:
      "Puts roles and areas in the place of all an account has in your counties (调整任职). " +
      "Nobody changes their own.",
  })
  async setRoles(
    @Ctx() { services, viewer }: Context,
    @Login() login: string,
    @Roles() roles: RoleInput[],
  ): Promise<Account> {
    return shown(await services.administration.setRoles(administratorOf(viewer), login, roles));
  }

  @Mutation(() => Account, {
    description: "Disables an account and ends its sessions (停用账号).",
  })
  async disableAccount(
    @Ctx() { services, viewer }: Context,
    @Login() login: string,
  ): Promise<Account> {
    return shown(await services.administration.disable(administratorOf(viewer), login));
  }

  @Mutation(() => Account, {
    description: "Signs an account out everywhere and ends its sign-in links (结束会话).",
  })
  async endSessions(
    @Ctx() { services, viewer }: Context,
    @Login() login: string,
  ): Promise<Account> {
    return shown(await services.administration.endSessions(administratorOf(viewer), login));
  }

  @Mutation(() => Account, { description: "Enables a disabled account (启用账号)." })
  async enableAccount(
    @Ctx() { services, viewer }: Context,
    @Login() login: string,
  ): Promise<Account> {
    return shown(await services.administration.enable(administratorOf(viewer), login));
  }

  @Mutation(() => Account, {
    description: "Sets an account's password and ends its sessions (重设密码).",
  })
  async setPassword(
    @Ctx() { services, viewer }: Context,
    @Login() login: string,
    @Arg("password", () => String, {
      description: "The new password (密码), at least 10 characters.",
    })
    password: string,
  ): Promise<Account> {
    return shown(
      await services.administration.setPassword(administratorOf(viewer), login, password),
    );
  }

  @Mutation(() => SignInLink, {
    description: "Makes a one-time sign-in link for an account, good for half an hour (登录链接).",
  })
  signInLink(@Ctx() { services, viewer }: Context, @Login() login: string): Promise<SignInLink> {
    return linkFor(services, administratorOf(viewer), login);
  }
}
