import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { LayerEnum } from "../../schema/declared-info.js";
import { SearchHit } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { search } from "./search.service.js";

@Resolver()
export class SearchResolver {
  @Query(() => [SearchHit], {
    description:
      "Names and codes, also by pinyin, and buildings by any word for their number (搜索): " +
      "dcxq, dongchengxiaoqu and 东城小区3栋 all find. Incidents only when their layer is named.",
  })
  search(
    @Ctx() context: Context,
    @Arg("text", () => String, { description: "Part of a name, code or its pinyin (文字)." })
    text: string,
    @Arg("layers", () => [LayerEnum], {
      nullable: true,
      description: "Only in these layers (图层); default all but incidents.",
    })
    layers?: string[] | null,
    @Arg("first", () => Int, {
      nullable: true,
      description: "How many (条数), at most 50; default 10.",
    })
    first?: number | null,
    @Arg("firstOfEach", () => Int, {
      nullable: true,
      description:
        "At most so many of each layer (每层条数), at most 50; default as many as `first`.",
    })
    firstOfEach?: number | null,
  ): Promise<SearchHit[]> {
    return search(context, {
      text,
      layers: layers ?? null,
      first: first ?? 10,
      firstOfEach: firstOfEach ?? null,
    });
  }
}
