import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { RoleName } from "../../schema/roles.js";
import { RoleEnum, Session, Viewer as ViewerType } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import type { SignedIn } from "./accounts.service.js";
import { describe, endCookie, keepDevice } from "./session-cookie.js";

async function session(context: Context, signedIn: SignedIn): Promise<Session> {
  await endCookie(context);
  context.page.cookie = { token: signedIn.token, expires: signedIn.expiresAt };
  if (signedIn.device) context.page.device = signedIn.device;
  return {
    token: signedIn.token,
    viewer: await describe(context, signedIn.viewer),
    expiresAt: signedIn.expiresAt.toISOString(),
  };
}

@Resolver()
export class AccountsResolver {
  @Query(() => ViewerType, {
    description: "Who is asking, and what they may ask about (当前身份).",
  })
  viewer(@Ctx() context: Context): Promise<ViewerType> {
    const { credential } = context.request;
    if (context.viewer.kind === "device" && credential?.from === "cookie")
      keepDevice(context, credential.token);
    return describe(context, context.viewer);
  }

  @Mutation(() => Session, { description: "Signs a person in by password (登录)." })
  async signIn(
    @Ctx() context: Context,
    @Arg("login", () => String, { description: "Login of the account (用户名)." }) login: string,
    @Arg("password", () => String, { description: "Its password (密码)." }) password: string,
  ): Promise<Session> {
    return session(
      context,
      await context.services.accounts.signIn(login, password, context.request),
    );
  }

  @Mutation(() => Session, {
    description: "Signs a person in with the token of a one-time link (链接登录).",
  })
  async signInWithLink(
    @Ctx() context: Context,
    @Arg("token", () => String, { description: "Token at the end of the link (令牌)." })
    token: string,
  ): Promise<Session> {
    return session(
      context,
      await context.services.accounts.signInWithLink(token, context.request.local),
    );
  }

  @Mutation(() => ViewerType, {
    description:
      "Makes this browser a wall (打开大屏): its HTTP, WebSocket and tiles are then the wall's, by a " +
      "cookie, until the wall is ended or somebody signs in. Who was signed in is signed out.",
  })
  async openDisplay(
    @Ctx() context: Context,
    @Arg("token", () => String, { description: "Token of a wall (令牌), as bindDevice showed it." })
    token: string,
  ): Promise<ViewerType> {
    const wall = await context.services.accounts.openDisplay(token);
    await endCookie(context);
    keepDevice(context, token);
    return describe(context, wall);
  }

  @Mutation(() => Session, {
    description:
      "Signs in a labelled demonstration account (演示登录); only on the demonstration county, " +
      "from this machine itself or with the secret of the link that the start printed " +
      "(header x-hearthgrid-door).",
  })
  async demoSignIn(
    @Ctx() context: Context,
    @Arg("role", () => RoleEnum, { description: "Role of the demonstration account (角色)." })
    role: RoleName,
  ): Promise<Session> {
    return session(
      context,
      await context.services.accounts.demoSignIn(role, context.request.local),
    );
  }

  @Mutation(() => Boolean, {
    description: "Ends the session the request came with (退出); always true.",
  })
  async signOut(@Ctx() context: Context): Promise<boolean> {
    const { credential } = context.request;
    if (credential) await context.services.accounts.signOut(credential.token);
    context.page.cookie = { clear: true };
    return true;
  }

  @Mutation(() => Boolean, {
    description:
      "Changes one's own password (修改密码); ends all one's other sessions. Always true.",
  })
  async changePassword(
    @Ctx() context: Context,
    @Arg("new", () => String, {
      description: "The new password (新密码), at least 10 characters.",
    })
    next: string,
    @Arg("old", () => String, {
      nullable: true,
      description: "The present password (原密码); null for an account that has none yet.",
    })
    old?: string | null,
  ): Promise<boolean> {
    const { credential } = context.request;
    const asking = { token: credential?.token ?? "", place: context.request };
    const given = { old: old ?? null, new: next };
    await context.services.accounts.changePassword(context.viewer, given, asking);
    return true;
  }
}
