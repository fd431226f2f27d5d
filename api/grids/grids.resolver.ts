import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Sentence } from "../../civic/steps/machine.js";
import { BorderInWords, GridPosting } from "../../schema/borders.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import type { DearPrice } from "../cost/dear-fields.js";
import type { Row } from "../layers/layer.queries.js";
import { bordersOfGrids } from "./borders.service.js";
import { postingsOf } from "./posting.service.js";

/** Measured on the demonstration's 67 grids. */
export const GRID_WORK: Readonly<Record<string, DearPrice>> = {
  border: () => 4,
  posting: () => 0.2,
};

@Resolver(() => LAYER_TYPES.grids.object)
export class GridsResolver {
  @FieldResolver(() => BorderInWords, {
    description: "Its border in words (边界描述), with the names that the map has there.",
  })
  async border(@Root() root: Row, @Ctx() context: Context): Promise<Sentence> {
    const found = await context
      .batched("borders of grids", (county, ids) => bordersOfGrids(context.db, county, ids))
      .load(parseId(root["id"] as string));
    return found!;
  }

  @FieldResolver(() => GridPosting, {
    description: "What is posted about it in public (公示): village, area, and the office's phone.",
  })
  async posting(@Root() root: Row, @Ctx() context: Context): Promise<GridPosting> {
    const found = await context
      .batched("postings of grids", (county, ids) => postingsOf(context.db, county, ids))
      .load(parseId(root["id"] as string));
    return found!;
  }
}
