import { Arg, Resolver, Root, Subscription } from "type-graphql";
import { LayerEnum } from "../../schema/declared-info.js";
import { AreaInput } from "../../schema/inputs.js";
import type { LayerName } from "../../schema/layers/index.js";
import { ChangeEvent } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { watchChanges } from "./changes.service.js";

interface Arguments {
  layers: LayerName[];
  area?: AreaInput | null;
}

@Resolver()
export class ChangesResolver {
  @Subscription(() => ChangeEvent, {
    description:
      "Changes of layers in an area as they are committed (变更通知), by any process, as far as " +
      "the viewer may see them.",
    subscribe: ({ args, context }) =>
      watchChanges(
        context as Context,
        (args as Arguments).layers,
        (args as Arguments).area ?? null,
      ) as AsyncIterable<never>,
  })
  changes(
    @Root() event: ChangeEvent,
    @Arg("layers", () => [LayerEnum], { description: "Of these layers (图层)." })
    _layers: LayerName[],
    @Arg("area", () => AreaInput, {
      nullable: true,
      description: "Only in this area (范围); default all of the viewer's counties.",
    })
    _area?: AreaInput | null,
  ): ChangeEvent {
    return event;
  }
}
