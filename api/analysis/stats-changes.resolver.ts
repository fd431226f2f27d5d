import { Arg, Resolver, Root, Subscription } from "type-graphql";
import { IncidentStatsChange, RateBy } from "../../schema/incident-stats.js";
import { LAYER_TYPES } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import type { Filter } from "../layers/filter.js";
import { type StatsWatched, watchStats } from "./stats-changes.service.js";

@Resolver()
export class StatsChangesResolver {
  @Subscription(() => IncidentStatsChange, {
    description:
      "Tells when figures of incidents may be others (统计更新): `incidentStats`, `compareAreas`, " +
      "`hotspots` and what else is asked with this filter. At most once a second, whatever happens, " +
      "and only of what the viewer may see in the filter's area; what the filter asks beside may " +
      "have stayed as it was. Asked again, unchanged data answer from what is kept.",
    subscribe: ({ args, context }) =>
      watchStats(context as Context, args as StatsWatched) as AsyncIterable<never>,
  })
  incidentStatsChanged(
    @Root() change: IncidentStatsChange,
    @Arg("filter", () => LAYER_TYPES.incidents.filter, {
      nullable: true,
      description: "Which incidents (筛选); default all the viewer may see.",
    })
    _filter?: Filter | null,
    @Arg("rate", () => RateBy, {
      nullable: true,
      description: "What they are counted against (比率); default nothing.",
    })
    _rate?: RateBy | null,
    @Arg("after", () => String, {
      nullable: true,
      description:
        "First whether anything happened since this position of a change or of `changesPosition` " +
        "(续接位置), kept for a day. Asked for before the figures, nothing falls between.",
    })
    _after?: string | null,
  ): IncidentStatsChange {
    return change;
  }
}
