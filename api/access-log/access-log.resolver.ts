import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { AccessRecord } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import { countiesWhere } from "../policy/actions.js";
import { linesOf } from "./access-log.service.js";

@Resolver()
export class AccessLogResolver {
  @Query(() => [AccessRecord], {
    description:
      "Who read personal fields unmasked, and why (查阅日志); newest first. For auditors.",
  })
  async accessLog(
    @Ctx() context: Context,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 1,000; default 100.",
    })
    first?: number | null,
  ): Promise<AccessRecord[]> {
    const counties = countiesWhere(context.viewer, "accessLog.read");
    if (counties.length === 0) throw new Refusal("FORBIDDEN", "accessLog: only for auditors.");
    const n = first ?? 100;
    if (n < 1 || n > 1000) throw badInput("first", "first: 1 to 1,000.");
    return linesOf(context.db, counties, n);
  }
}
