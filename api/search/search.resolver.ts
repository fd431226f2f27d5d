import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { LayerEnum, SearchHit } from "../../schema/system.js";
import type { Context } from "../context.js";
import { search } from "./search.service.js";

@Resolver()
export class SearchResolver {
  @Query(() => [SearchHit], {
    description:
      "Names and codes, also by pinyin initials; incidents only when their layer is named.",
  })
  search(
    @Ctx() context: Context,
    @Arg("text", () => String) text: string,
    @Arg("layers", () => [LayerEnum], { nullable: true }) layers?: string[] | null,
    @Arg("first", () => Int, { nullable: true }) first?: number | null,
  ): Promise<SearchHit[]> {
    return search(context, text, layers ?? null, first ?? 10);
  }
}
