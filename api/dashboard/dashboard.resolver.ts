import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { Today } from "../../schema/dashboard.js";
import { AreaInput } from "../../schema/inputs.js";
import type { Context } from "../core/context.js";
import { today } from "./today.service.js";

@Resolver()
export class DashboardResolver {
  @Query(() => Today, {
    description:
      "Today so far against what is usual of this weekday at this hour (今日), and who has had more " +
      "than usual for some days. Counts only: nobody is named or ranked.",
  })
  today(
    @Ctx() context: Context,
    @Arg("area", () => AreaInput, {
      nullable: true,
      description: "Where (范围); default all the viewer may see.",
    })
    area?: AreaInput | null,
  ): Promise<Today> {
    return today(context, area);
  }
}
