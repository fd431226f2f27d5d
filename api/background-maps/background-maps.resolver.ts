import { Ctx, Query, Resolver } from "type-graphql";
import { BackgroundMap } from "../../schema/background-maps.js";
import type { BackgroundMap as Configured } from "../core/background-maps.js";
import type { Context } from "../core/context.js";

@Resolver(() => BackgroundMap)
export class BackgroundMapsResolver {
  @Query(() => [BackgroundMap], {
    description:
      "Background maps that this service is configured with (底图); without signing in, those " +
      "whose address holds no key.",
  })
  backgroundMaps(@Ctx() context: Context): Configured[] {
    const { backgroundMaps } = context.services.settings;
    return context.viewer.kind === "anonymous"
      ? backgroundMaps.filter((map) => !map.hasToken)
      : backgroundMaps;
  }
}
