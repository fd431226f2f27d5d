import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { Node } from "../../schema/node.js";
import type { Context } from "../core/context.js";
import { selectedOn } from "../layers/selected-fields.js";
import { NODES_MOST, nodesOf } from "./nodes.service.js";

@Resolver()
export class NodesResolver {
  @Query(() => Node, {
    nullable: true,
    description: "Anything by its id (节点); null for what the viewer cannot see.",
  })
  async node(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID, { description: "Its id (标识)." }) id: string,
  ): Promise<object | null> {
    return (await nodesOf(context, [id], "id", (type) => selectedOn(info, type)))[0]!;
  }

  @Query(() => [Node], {
    nullable: "items",
    description:
      "Many things by their ids, in the order of the ids (节点); null for each that the viewer " +
      "cannot see.",
  })
  nodes(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("ids", () => [ID], { description: `Their ids (标识), at most ${NODES_MOST}.` })
    ids: string[],
  ): Promise<(object | null)[]> {
    return nodesOf(context, ids, "ids", (type) => selectedOn(info, type));
  }
}
