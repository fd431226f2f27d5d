import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { RoleName } from "../../schema/roles.js";
import { RoleEnum, Session, Viewer as ViewerType } from "../../schema/system.js";
import type { Context } from "../context.js";
import { countiesOf, rolesOf, type Viewer } from "../policy/viewer.js";
import type { SignedIn } from "./accounts.service.js";

async function describe(context: Context, viewer: Viewer): Promise<ViewerType> {
  return {
    kind: viewer.kind,
    name: viewer.name,
    roles: viewer.kind === "person" ? rolesOf(viewer) : [],
    counties: countiesOf(viewer),
    hasPurpose: viewer.purpose !== undefined,
    demoSignIn: context.request.loopback && (await context.services.accounts.offersDemo()),
  };
}

async function session(context: Context, signedIn: SignedIn): Promise<Session> {
  context.page.cookie = { token: signedIn.token, expires: signedIn.expiresAt };
  return {
    token: signedIn.token,
    viewer: await describe(context, signedIn.viewer),
    expiresAt: signedIn.expiresAt.toISOString(),
  };
}

@Resolver()
export class AccountsResolver {
  @Query(() => ViewerType)
  viewer(@Ctx() context: Context): Promise<ViewerType> {
    return describe(context, context.viewer);
  }

  @Mutation(() => Session)
  async signIn(
    @Ctx() context: Context,
    @Arg("login", () => String) login: string,
    @Arg("password", () => String) password: string,
  ): Promise<Session> {
    return session(
      context,
      await context.services.accounts.signIn(login, password, context.request.address),
    );
  }

  @Mutation(() => Session, { description: "With the token of a one-time link." })
  async signInWithLink(
    @Ctx() context: Context,
    @Arg("token", () => String) token: string,
  ): Promise<Session> {
    return session(
      context,
      await context.services.accounts.signInWithLink(token, context.request.loopback),
    );
  }

  @Mutation(() => Session, {
    description:
      "A labelled demonstration account; only on the demonstration county and from the loopback address.",
  })
  async demoSignIn(
    @Ctx() context: Context,
    @Arg("role", () => RoleEnum) role: RoleName,
  ): Promise<Session> {
    return session(
      context,
      await context.services.accounts.demoSignIn(role, context.request.loopback),
    );
  }

  @Mutation(() => Boolean)
  async signOut(@Ctx() context: Context): Promise<boolean> {
    if (context.request.token) await context.services.accounts.signOut(context.request.token);
    context.page.cookie = { clear: true };
    return true;
  }
}
