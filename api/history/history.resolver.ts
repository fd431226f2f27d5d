import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { Change, LayerEnum } from "../../schema/system.js";
import type { Context } from "../context.js";
import { historyOf } from "./history.service.js";

@Resolver()
export class HistoryResolver {
  @Query(() => [Change], { description: "Who changed an object, when and why; newest first." })
  history(
    @Ctx() context: Context,
    @Arg("layer", () => LayerEnum) layer: LayerName,
    @Arg("id", () => ID) id: string,
    @Arg("first", () => Int, { nullable: true }) first?: number | null,
  ): Promise<Change[]> {
    return historyOf(context, layerOf(layer), id, first ?? 50) as Promise<Change[]>;
  }
}
