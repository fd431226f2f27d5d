import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { AreaComparison } from "../../schema/compared-areas.js";
import {
  BrushInput,
  CompareInput,
  GridsCountedInput,
  IncidentStats,
  RateBy,
  TimesCounted,
} from "../../schema/incident-stats.js";
import { AreaInput, CountBy } from "../../schema/inputs.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import type { Filter } from "../layers/filter.js";
import { compareAreas } from "./compare-areas.service.js";
import { incidentStats } from "./incident-stats.service.js";

@Resolver()
export class IncidentStatsResolver {
  @Query(() => IncidentStats, {
    description:
      "Incidents counted under one filter (事件统计): the total, and the same by time, kind and " +
      "place, each view under what was chosen in the others.",
  })
  incidentStats(
    @Ctx() context: Context,
    @Arg("filter", () => LAYER_TYPES.incidents.filter, {
      nullable: true,
      description: "Which incidents (筛选); default all the viewer may see.",
    })
    filter?: Filter | null,
    @Arg("groupBy", () => [CountBy], {
      nullable: true,
      description: "The views (视图), at most 12; default none, the total alone.",
    })
    groupBy?: CountBy[] | null,
    @Arg("brushes", () => [BrushInput], {
      nullable: true,
      description: "What was chosen in views (刷选), at most one of each.",
    })
    brushes?: BrushInput[] | null,
    @Arg("compare", () => CompareInput, {
      nullable: true,
      description: "With which earlier time (对比); the filter then names from and to.",
    })
    compare?: CompareInput | null,
    @Arg("times", () => TimesCounted, {
      nullable: true,
      description: "How those count whose moment is not known (时刻不明); default SPREAD.",
    })
    times?: TimesCounted | null,
    @Arg("grids", () => GridsCountedInput, {
      nullable: true,
      description: "By which grids (网格口径); default by those in force when it happened.",
    })
    grids?: GridsCountedInput | null,
    @Arg("rate", () => RateBy, {
      nullable: true,
      description: "What groups of grids and villages are counted against (比率); default none.",
    })
    rate?: RateBy | null,
  ): Promise<IncidentStats> {
    return incidentStats(context, { filter, groupBy, brushes, compare, times, grids, rate });
  }

  @Query(() => AreaComparison, {
    description:
      "Incidents of several areas side by side (范围对比), under one filter: each with its interval, " +
      "its change, its rate and its places among the others. An incident in two of them counts in " +
      "both, and the answer says how many do.",
  })
  compareAreas(
    @Ctx() context: Context,
    @Arg("areas", () => [AreaInput], { description: "The areas (范围), 2 to 12." })
    areas: AreaInput[],
    @Arg("filter", () => LAYER_TYPES.incidents.filter, {
      nullable: true,
      description: "Which incidents (筛选); default all the viewer may see.",
    })
    filter?: Filter | null,
    @Arg("compare", () => CompareInput, {
      nullable: true,
      description: "With which earlier time (对比); the filter then names from and to.",
    })
    compare?: CompareInput | null,
    @Arg("times", () => TimesCounted, {
      nullable: true,
      description: "How those count whose moment is not known (时刻不明); default SPREAD.",
    })
    times?: TimesCounted | null,
    @Arg("rate", () => RateBy, {
      nullable: true,
      description: "What the areas' counts are held against (比率); default none.",
    })
    rate?: RateBy | null,
  ): Promise<AreaComparison> {
    return compareAreas(context, { areas, filter, compare, times, rate });
  }
}
