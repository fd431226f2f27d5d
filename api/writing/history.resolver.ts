import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { LayerEnum } from "../../schema/declared-info.js";
import type { LayerName } from "../../schema/layers/index.js";
import { Change } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { historyOf } from "./history.service.js";

@Resolver()
export class HistoryResolver {
  @Query(() => [Change], {
    description: "Who changed an object, when and why (变更历史); newest first.",
  })
  history(
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the object (标识)." }) id: string,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 500; default 50.",
    })
    first?: number | null,
    @Arg("layer", () => LayerEnum, {
      nullable: true,
      deprecationReason: "The id says it.",
      description: "Layer of the object (图层).",
    })
    _layer?: LayerName | null,
  ): Promise<Change[]> {
    return historyOf(context, id, first ?? 50) as Promise<Change[]>;
  }
}
