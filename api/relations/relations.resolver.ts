import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { Relation } from "../../schema/relations.js";
import { Instant } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { relationsOf } from "./relations.service.js";

@Resolver()
export class RelationsResolver {
  @Query(() => [Relation], {
    description:
      "What belongs to an object (关联对象): rows of other layers that name it, lie in it or are " +
      "near it, as many as the viewer may list. What they may not compare by is left out.",
  })
  relations(
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the object (标识)." }) id: string,
    @Arg("from", () => Instant, {
      nullable: true,
      description: "Of what has moments, only from this one on (起).",
    })
    from?: string | null,
    @Arg("to", () => Instant, {
      nullable: true,
      description: "Of what has moments, only before this one (止).",
    })
    to?: string | null,
  ): Promise<Relation[]> {
    return relationsOf(context, id, { from: from ?? null, to: to ?? null });
  }
}
