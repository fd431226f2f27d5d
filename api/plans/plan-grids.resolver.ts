import { Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Sentence } from "../../civic/steps/machine.js";
import { BorderInWords } from "../../schema/borders.js";
import { PlanEdit, PlanGrid } from "../../schema/grid-plans.js";
import { Json } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import type { EditRow } from "./edit.queries.js";
import { gridBorders, gridIncidents, gridsOnFoot } from "./plan-reads.service.js";

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

  @FieldResolver(() => BorderInWords, {
    description: "Its border in words (边界描述), with the names that the map has there.",
  })
  async border(
    @Root() { id, plan }: PlanGrid,
    @Ctx() context: Context,
  ): Promise<Sentence | undefined> {
    const found = await context.once(["borders of grids", plan], () =>
      gridBorders(context.db, plan),
    );
    return found.get(id);
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

@Resolver(() => PlanEdit)
export class PlanEditsResolver {
  @FieldResolver(() => Json, {
    description:
      "What was done (所作修改): `code` and `params` of its last operation, and under `told` what " +
      "the service changed by itself besides, such as vertices that it added.",
  })
  did(@Root() { change }: EditRow): unknown {
    return change.note;
  }
}
