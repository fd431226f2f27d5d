import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { ApiKey, NewApiKey } from "../../schema/accounts.js";
import { Instant } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { administratorOf } from "./administrator.js";

/** Keys of programs, for administrators and within their counties. */
@Resolver()
export class ApiKeysResolver {
  @Query(() => [ApiKey], {
    description: "Keys of your counties, revoked ones last (接口密钥); for administrators.",
  })
  async keys(@Ctx() { services, viewer }: Context): Promise<ApiKey[]> {
    return services.apiKeys.list(administratorOf(viewer));
  }

  @Mutation(() => NewApiKey, {
    description: "Makes a key for a program (新建密钥); the answer shows it this once.",
  })
  async createKey(
    @Ctx() { services, viewer }: Context,
    @Arg("name", () => String, { description: "Name (名称), unique among keys in use." })
    name: string,
    @Arg("purpose", () => String, { description: "Why it reads (用途), logged with readings." })
    purpose: string,
    @Arg("scopes", () => [String], {
      description: "What it may do (权限范围), like incidents:read, incidents:write.",
    })
    scopes: string[],
    @Arg("county", () => Int, { description: "Six digits of a county of yours (区县代码)." })
    county: number,
    @Arg("expiresAt", () => Instant, {
      description: "When it ends (到期时间), at most five years from now.",
    })
    expiresAt: string,
  ): Promise<NewApiKey> {
    const key = { name, purpose, scopes, county, expiresAt };
    return services.apiKeys.add(administratorOf(viewer), key);
  }

  @Mutation(() => ApiKey, {
    description: "Ends a key at once, with its open subscriptions (撤销密钥).",
  })
  async revokeKey(
    @Ctx() { services, viewer }: Context,
    @Arg("name", () => String, { description: "Name or id of the key (名称)." }) name: string,
  ): Promise<ApiKey> {
    return services.apiKeys.revoke(administratorOf(viewer), name);
  }
}
