import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { ReasonCode } from "../../geo/hotspots/reason.js";
import { ConcentrationOfIncidents } from "../../schema/concentration.js";
import { HotSpotMask, HotSpotUnitInput } from "../../schema/hot-spots.js";
import { GridsCountedInput } from "../../schema/incident-stats.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import type { Filter } from "../layers/filter.js";
import { concentrationOf } from "./concentration.service.js";
import { saidMethod, saidReason, saidWarning, sheetOf } from "./hot-spots-shown.js";

/** What a map is warned of that concerns its counts, not its neighbours. */
const OF_COUNTS = new Set(["unmeasured", "no-mask", "outside-mask", "cell-below-accuracy"]);

@Resolver()
export class ConcentrationResolver {
  @Query(() => ConcentrationOfIncidents, {
    description:
      "What share of incidents stands in what share of places (集中度): Lorenz curve and Gini " +
      "coefficient, adjusted for few incidents, beside what chance alone would make.",
  })
  async concentration(
    @Ctx() context: Context,
    @Arg("filter", () => LAYER_TYPES.incidents.filter, {
      nullable: true,
      description: "Which incidents (筛选); default all the viewer may see in their one county.",
    })
    filter?: Filter | null,
    @Arg("unit", () => HotSpotUnitInput, {
      nullable: true,
      description: "What they are counted by (统计单元); default hexagons of 250 m.",
    })
    unit?: HotSpotUnitInput | null,
    @Arg("mask", () => HotSpotMask, {
      defaultValue: HotSpotMask.AREA,
      description: "Where zeros count (掩膜).",
    })
    mask: HotSpotMask = HotSpotMask.AREA,
    @Arg("grids", () => GridsCountedInput, {
      nullable: true,
      description: "Of areas that are grids, of which day (网格口径); default those of today.",
    })
    grids?: GridsCountedInput | null,
  ): Promise<ConcentrationOfIncidents> {
    const { answer, map } = await concentrationOf(context, { filter, unit, mask, grids });
    const { found, incidents, places, held, curve, reason } = answer;
    const sheet = sheetOf(map.answer);
    return {
      ...{ incidents, places, held, figures: found, curve: [...curve] },
      method: saidMethod("concentration"),
      ...{ mask: sheet.mask, cellMetres: sheet.cellMetres },
      reason: reason === null ? null : saidReason(reason as ReasonCode),
      warnings: [
        ...answer.warnings.map(saidWarning),
        ...sheet.warnings.filter(({ code }) => OF_COUNTS.has(code)),
      ],
    };
  }
}
