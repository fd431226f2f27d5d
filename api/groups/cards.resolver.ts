import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { Answerer, GroupCard, HouseholdGroupCard } from "../../schema/group-cards.js";
import { Day } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { answerersOf, groupOf, printGroupCards } from "./cards.service.js";

/** What members of a ten-household group (十户联防组) know of each other. */
@Resolver()
export class CardsResolver {
  @Query(() => HouseholdGroupCard, {
    nullable: true,
    description:
      "The group of a household (所在小组) as its card tells it: to its own phone, or to the full-time " +
      "grid worker where it lives, on purpose and logged. Null: it is in no group in force, or nobody " +
      "of it has agreed as yet.",
  })
  groupOf(
    @Ctx() context: Context,
    @Arg("household", () => ID, {
      nullable: true,
      description: "Id of the household (住户); null: that of the device that asks.",
    })
    household?: string | null,
    @Arg("on", () => Day, {
      nullable: true,
      description: "On which day (日期); null: now. A household's phone asks of no earlier one.",
    })
    on?: string | null,
  ): Promise<HouseholdGroupCard | null> {
    return groupOf(context, household ?? null, on ?? null);
  }

  @Query(() => [Answerer], {
    description:
      "Who is called when a household calls (一呼九应): its ring, or the others of its group, of those " +
      "that agreed to answer. To the same viewers as groupOf.",
  })
  answerers(
    @Ctx() context: Context,
    @Arg("household", () => ID, {
      nullable: true,
      description: "Id of the household (住户); null: that of the device that asks.",
    })
    household?: string | null,
  ): Promise<Answerer[]> {
    return answerersOf(context, household ?? null);
  }

  @Mutation(() => [GroupCard], {
    description:
      "Cards of a published plan's groups (打印组卡), at most 60 of which somebody agreed: by the full-time grid worker of their " +
      "grids, on purpose; each group and household is named in the access log.",
  })
  printGroupCards(
    @Ctx() context: Context,
    @Arg("plan", () => ID, { description: "Id of the plan (分组方案)." }) plan: string,
    @Arg("groups", () => [ID], {
      nullable: true,
      description: "Ids of groups (小组); null: all that are where you work.",
    })
    groups?: string[] | null,
    @Arg("codes", () => Boolean, {
      nullable: true,
      description:
        "Each copy with a fresh one-time code (附联系码); codes printed before are good no more.",
    })
    codes?: boolean | null,
  ): Promise<GroupCard[]> {
    return printGroupCards(context, { plan, groups: groups ?? null, codes: codes ?? false });
  }
}
