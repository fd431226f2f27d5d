import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Float, ID, Info, Query, Resolver } from "type-graphql";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Context } from "../core/context.js";
import type { Row } from "../layers/layer.queries.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { selectedFields } from "../layers/selected-fields.js";
import { organisationsFor } from "./organisations.service.js";

@Resolver()
export class OrganisationsResolver {
  @Query(() => [LAYER_TYPES.organisations.object], {
    description:
      "Organisations that answer for a place (管辖机构): those of its grid first, then those of " +
      "its village. Give exactly one of point, grid, village.",
  })
  organisationsFor(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("point", () => [Float], {
      nullable: true,
      description: "Longitude and latitude in degrees (位置), WGS 84.",
    })
    point?: number[] | null,
    @Arg("grid", () => ID, { nullable: true, description: "Id of a grid (网格)." })
    grid?: string | null,
    @Arg("village", () => ID, { nullable: true, description: "Id of a village (村、社区)." })
    village?: string | null,
    @Arg("kinds", () => [String], {
      nullable: true,
      description: "Only of these kinds (机构类型): codes of the table `org-kind`.",
    })
    kinds?: string[] | null,
  ): Promise<Row[]> {
    const fields = columnsFor(registerOf("organisations"), selectedFields(info));
    return organisationsFor(context, { point, grid, village }, kinds ?? null, fields);
  }
}
