import { Arg, Ctx, Query, Resolver, Root, Subscription } from "type-graphql";
import type { LayerName, RegisterName } from "../../schema/declaration.js";
import { LayerEnum, RegisterEnum } from "../../schema/declared-info.js";
import { AreaInput } from "../../schema/inputs.js";
import { ChangeEvent } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { watchChanges } from "./changes.service.js";
import { presentPosition } from "./resume.js";

interface Arguments {
  layers?: LayerName[] | null;
  registers?: RegisterName[] | null;
  area?: AreaInput | null;
  after?: string | null;
}

@Resolver()
export class ChangesResolver {
  @Query(() => String, {
    description:
      "Where the log of changes ends now (当前位置): asked before lists are read and given to " +
      "`changes(after:)`, nothing falls between.",
  })
  changesPosition(@Ctx() context: Context): Promise<string> {
    return presentPosition(context);
  }

  @Subscription(() => ChangeEvent, {
    description:
      "Changes of layers and registers in an area as they are committed (变更通知), by any process, as far as " +
      "the viewer may see them. Those of one object come in their order; one may come twice after a " +
      "connection was lost, with the same version.",
    subscribe: ({ args, context }) => {
      const { layers, registers, area, after } = args as Arguments;
      return watchChanges(context as Context, {
        kinds: [...(layers ?? []), ...(registers ?? [])],
        area: area ?? null,
        after: after ?? null,
      }) as AsyncIterable<never>;
    },
  })
  changes(
    @Root() event: ChangeEvent,
    @Arg("layers", () => [LayerEnum], {
      nullable: true,
      description: "Of these layers (图层).",
    })
    _layers?: LayerName[] | null,
    @Arg("area", () => AreaInput, {
      nullable: true,
      description: "Only in this area (范围); default all of the viewer's counties.",
    })
    _area?: AreaInput | null,
    @Arg("after", () => String, {
      nullable: true,
      description:
        "First what happened since this position of an event or of `changesPosition` (续接位置), kept " +
        "for a day; an older one is refused with POSITION_TOO_OLD. Default: from now on.",
    })
    _after?: string | null,
    @Arg("registers", () => [RegisterEnum], {
      nullable: true,
      description: "Of these registers (登记类), whose records have no place of their own.",
    })
    _registers?: RegisterName[] | null,
  ): ChangeEvent {
    return event;
  }
}
