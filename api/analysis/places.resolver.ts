import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Float, Info, Int, Query, Resolver } from "type-graphql";
import { Density, NearRepeat, PlaceCheck } from "../../schema/hot-spots.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import { RepeatPlaces } from "../../schema/repeat-places.js";
import type { Context } from "../core/context.js";
import type { Filter } from "../layers/filter.js";
import { selectedFields } from "../layers/selected-fields.js";
import { densityOf, repeatsOf } from "./density.service.js";
import { densityAsked } from "./hot-spots-asked.js";
import { saidWarning } from "./hot-spots-shown.js";
import { tilesOf } from "./hot-tiles.service.js";
import { checkPlaces } from "./place-check.service.js";
import { repeatPlacesOf } from "./repeat-places.service.js";

const WHICH = "Which incidents (筛选); default all the viewer may see in their one county.";
const Filtered = () =>
  Arg("filter", () => LAYER_TYPES.incidents.filter, { nullable: true, description: WHICH });

/** What is asked of the places of incidents, beside hot spots. */
@Resolver()
export class PlacesResolver {
  @Query(() => PlaceCheck, {
    description:
      "Which places look like a geocoder's defaults (默认点检查); `filter.notAt` leaves them out.",
  })
  placeCheck(@Ctx() context: Context, @Filtered() filter?: Filter | null): Promise<PlaceCheck> {
    return checkPlaces(context, filter);
  }

  @Query(() => Density, {
    description: "Density of incidents, quartic kernel (核密度): where within a hot spot it peaks.",
  })
  async density(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Filtered() filter?: Filter | null,
    @Arg("radiusMetres", () => Float, {
      nullable: true,
      description:
        "Where the kernel ends (半径), 50 to 50,000 metres; default by the rule of thumb, which " +
        "smooths much.",
    })
    radiusMetres?: number | null,
    @Arg("pixels", () => Int, {
      defaultValue: 128,
      description: "Pixels of the longer side (像素), 16 to 256.",
    })
    pixels: number = 128,
  ): Promise<Density> {
    const asked = densityAsked({ filter, radiusMetres, pixels });
    const { raster: _, ...answer } = await densityOf(context, asked);
    const isTiled = selectedFields(info).some(({ name }) => name === "tiles");
    const tiles = isTiled ? await tilesOf(context, { kind: "density", asked }) : null;
    // Four digits are more than a kernel is worth, and a third of the text.
    const values = Array.from(answer.values, (value) => Number(value.toPrecision(4)));
    return { ...answer, tiles, values };
  }

  @Query(() => NearRepeat, {
    description:
      "Whether incidents follow one another near by more often than their places and times alone " +
      "make them (近重复); of at most 50,000, and 10 million close pairs.",
  })
  async nearRepeat(
    @Ctx() context: Context,
    @Filtered() filter?: Filter | null,
    @Arg("metres", () => [Float], {
      nullable: true,
      description: "Upper bounds of the distance bands (距离带); default 100, 200, 300, 400.",
    })
    metres?: number[] | null,
    @Arg("days", () => [Float], {
      nullable: true,
      description: "Upper bounds of the time bands (时间带); default 7, 14, 21, 28.",
    })
    days?: number[] | null,
  ): Promise<NearRepeat> {
    const { incidents, bands, shuffles, reason, warnings } = await repeatsOf(context, {
      filter,
      ...{ metres: metres ?? null, days: days ?? null },
    });
    return {
      ...{ incidents, shuffles, reason },
      bands: bands.map(({ meanPairs, metres: m, days: d, ...band }) => ({
        ...{ ...band, expected: meanPairs, metres: [...m], days: [...d] },
      })),
      warnings: warnings.map(saidWarning),
    };
  }

  @Query(() => RepeatPlaces, {
    description:
      "Which places had more than one incident (重复地点), of at most 2,000 places: what stands " +
      "behind a hot cell. Delicate categories are not looked at.",
  })
  repeatPlaces(@Ctx() context: Context, @Filtered() filter?: Filter | null): Promise<RepeatPlaces> {
    return repeatPlacesOf(context, filter);
  }
}
