import { Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { PlanGrid } from "../../schema/grid-plans.js";
import type { Context } from "../core/context.js";
import { gridIncidents, gridsOnFoot } from "./plan-reads.service.js";

/** What is asked of all grids of a plan at once, and only where it is asked. */
@Resolver(() => PlanGrid)
export class PlanGridsResolver {
  @FieldResolver(() => Int, {
    description:
      "Number of parts of its homes between which one cannot walk within it (步行片数): what a " +
      "barrier without a crossing parts. 1: in one piece; 0: without homes.",
  })
  async walkParts(@Root() { id, plan }: PlanGrid, @Ctx() context: Context): Promise<number> {
    const found = await context.once(["grids on foot", plan], () => gridsOnFoot(context.db, plan));
    return found.get(id)?.parts ?? 0;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "Number of incidents in it that the viewer may see (事件数), of the plan's `incidentYear`; " +
      "null: the viewer sees none.",
  })
  async incidents(@Root() { id, plan }: PlanGrid, @Ctx() context: Context): Promise<number | null> {
    const found = await context.once(["incidents of grids", plan], () =>
      gridIncidents(context, plan),
    );
    return found && (found.get(id) ?? 0);
  }
}
