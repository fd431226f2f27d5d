import { Arg, FieldResolver, Float, ID, Resolver, Root } from "type-graphql";
import { HotSpotCell } from "../../schema/hot-spots.js";
import { badInput } from "../core/refusal.js";
import { heldBounds, placesOf } from "./hot-outlines.js";
import { HotSpots } from "./hot-spots.resolver.js";
import type { HotMap } from "./hot-spots.service.js";
import { cellsOf } from "./hot-spots-shown.js";

/** A cell, its six neighbours, and theirs. */
const NAMED_MOST = 19;

/** What a map of tiles asks for beside them: where to look, and the cell that was clicked. */
@Resolver(() => HotSpots)
export class HotMapResolver {
  @FieldResolver(() => [Float], {
    nullable: true,
    description:
      "West, south, east, north of the hexagons that hold incidents, in degrees (范围); null: none " +
      "does, or areas are counted by.",
  })
  bounds(@Root() { answer, origin }: HotMap): number[] | null {
    return heldBounds(answer, origin);
  }

  @FieldResolver(() => [HotSpotCell], {
    description: "These of its cells (指定单元), those that have neither incidents nor heat too.",
  })
  named(
    @Root() map: HotMap,
    @Arg("ids", () => [ID], {
      defaultValue: [],
      description: "Ids of cells (单元), at most 19; default none.",
    })
    ids: string[] = [],
  ): HotSpotCell[] {
    if (ids.length > NAMED_MOST)
      throw badInput("ids", `ids: at most ${NAMED_MOST}; cells lists further ones.`);
    return placesOf(map.answer.at, ids).flatMap((i) =>
      cellsOf(map, { from: i, to: i + 1, outlines: true }),
    );
  }
}
