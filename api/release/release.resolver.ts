import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { Day } from "../../schema/scalars.js";
import { PublicRelease } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { enqueue } from "../jobs/enqueue.js";
import { demand } from "../policy/actions.js";
import { readRelease } from "./release.queries.js";
import type { ReleaseInput } from "./release.service.js";

@Resolver()
export class ReleaseResolver {
  @Query(() => PublicRelease, {
    nullable: true,
    description:
      "The newest public release of a county, for everyone (公开发布); null before the first.",
  })
  publicRelease(
    @Ctx() context: Context,
    @Arg("county", () => Int, { description: "Six digits of the county (区县代码)." })
    county: number,
    @Arg("month", () => Day, {
      nullable: true,
      description:
        "Only counts whose period holds this month (月份), from the release that published it; " +
        "each release has its own areas.",
    })
    month?: string | null,
  ): Promise<object | null> {
    return readRelease(context.db, county, month ?? null);
  }

  @Mutation(() => ID, {
    description:
      "Starts the job that publishes the months not yet released (发布); for approvers and " +
      "administrators. Answers the job's id.",
  })
  async publishRelease(
    @Ctx() context: Context,
    @Arg("county", () => Int, { description: "Six digits of the county (区县代码)." })
    county: number,
    @Arg("newAreas", () => Boolean, {
      nullable: true,
      description:
        "Draws areas anew (重划) from the grids in force today, for months not yet released. " +
        "What was released stays with its own areas.",
    })
    newAreas?: boolean | null,
  ): Promise<string> {
    demand(context.viewer, "release.publish", { county });
    const input: ReleaseInput = newAreas ? { newAreas } : {};
    const { actor } = context.viewer;
    // Asked twice by one person it is one job; another person has to be able to follow theirs.
    const uniqueKey = `${newAreas ? "new areas" : "months"} ${actor}`;
    return await context.db.transaction((tx) =>
      enqueue(tx, { kind: "release", county, input, actor, lane: "heavy", uniqueKey }),
    );
  }
}
