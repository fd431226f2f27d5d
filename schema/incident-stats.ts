import "reflect-metadata";
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { CountBy } from "./inputs.js";
import { LAYER_TYPES } from "./layer-types.js";
import { Day, Instant } from "./scalars.js";

export enum Against {
  PRECEDING = "PRECEDING",
  LAST_YEAR = "LAST_YEAR",
}
registerEnumType(Against, {
  name: "Against",
  description: "Which earlier time counts are compared with (对比).",
  valuesConfig: {
    PRECEDING: { description: "As many days just before (环比)." },
    LAST_YEAR: { description: "The same days of the calendar a year before (同比)." },
  },
});

export enum RateBy {
  HOUSEHOLDS = "HOUSEHOLDS",
  STREETS = "STREETS",
}
registerEnumType(RateBy, {
  name: "RateBy",
  description: "What incidents of grids and villages are counted against (比率).",
  valuesConfig: {
    HOUSEHOLDS: { description: "Per 100 households that live there today (每百户)." },
    STREETS: { description: "Per kilometre of street in the grids of today (每公里道路)." },
  },
});

@InputType({ description: "By which grids incidents are counted (网格口径)." })
export class GridsCountedInput {
  @Field(() => Day, {
    description: "By those in force on this day (日期), wherever they happened and whenever.",
  })
  on!: string;
}

export enum TimesCounted {
  KNOWN = "KNOWN",
  SPREAD = "SPREAD",
  OVERLAP = "OVERLAP",
}
registerEnumType(TimesCounted, {
  name: "TimesCounted",
  description:
    "How incidents count whose moment is not known (时刻不明): in views of the time of the week, and " +
    "under conditions on it. Days and windows are those on which they may have begun.",
  valuesConfig: {
    KNOWN: { description: "Only those known to the hour (仅已知): at occurredFrom." },
    SPREAD: {
      description:
        "By their share (按比例分摊): each is 1, spread evenly from occurredFrom to occurredUntil " +
        "(aoristic, Ratcliffe 2000); counts need not be whole.",
    },
    OVERLAP: {
      description:
        "Wherever they may have happened (可能): each is 1 in every hour that it touches, so that " +
        "hours sum to more than the total.",
    },
  },
});

@InputType({
  description: "An earlier time to compare with (对比时段): `against`, or from and to.",
})
export class CompareInput {
  @Field(() => Against, { nullable: true, description: "By its name (对比方式)." })
  against?: Against | null;
  @Field(() => Instant, { nullable: true, description: "From this moment on (起)." })
  from?: string | null;
  @Field(() => Instant, { nullable: true, description: "Before this moment (止)." })
  to?: string | null;
}

@InputType({
  description:
    "What somebody chose in one view (刷选). The total and all other views obey it; the view itself " +
    "does not, so that it shows what else there is to choose.",
})
export class BrushInput {
  @Field(() => CountBy, { description: "The view in which it was chosen (视图)." })
  by!: CountBy;
  @Field(() => LAYER_TYPES.incidents.filter, {
    description: "What was chosen (所选), as the lists are asked for it.",
  })
  filter!: Record<string, unknown>;
}

@ObjectType({
  simpleResolvers: true,
  description: "That figures of incidents may be others now (数据已变): ask again.",
})
export class IncidentStatsChange {
  @Field(() => Instant, { description: "When the last change was (时间)." })
  at!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Where the log of changes stands after it (位置), for `after` of a later subscription; null: " +
      "where it stood before.",
  })
  position!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "From low to high (区间)." })
export class NumberRange {
  @Field(() => Float, { description: "The lower end (下限), in the unit of the number." })
  low!: number;
  @Field(() => Float, { description: "The upper end (上限), in the unit of the number." })
  high!: number;
}

@ObjectType({ simpleResolvers: true, description: "A window of time that was counted (时段)." })
export class CountedWindow {
  @Field(() => Instant, { description: "From this moment on (起)." })
  from!: string;
  @Field(() => Instant, {
    description:
      "Before this moment (止): of a window that is not over, as far as the clock has come, so that " +
      "like is compared with like.",
  })
  to!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A count and what it would be by chance (数量与随机范围). What is expected is null without " +
    "`compare`.",
})
class ComparedCount {
  @Field(() => Float, { description: "Number of incidents, or of their shares (数量)." })
  count!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Number in the time compared with (对比数量), scaled to the length of this one.",
  })
  expected!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "The least that 95 of 100 counts are, if nothing changed (随机下限): negative binomial, made " +
      "from what was counted before.",
  })
  low!: number | null;
  @Field(() => Float, { nullable: true, description: "The most of those counts (随机上限)." })
  high!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "Share of counts, 0 to 1, that chance makes as far from what is expected (显著性 p), both ways.",
  })
  p!: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Incidents for what could have some (比率)." })
export class StatRate extends NumberRange {
  @Field(() => Float, { description: "Number of incidents per unit (比率) of `rate`." })
  value!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Places that a group may have among all of its view (排名), 1 the highest: those whose " +
    "intervals overlap share them.",
})
export class StatRank {
  @Field(() => Int, { description: "The first place by number (最前)." })
  first!: number;
  @Field(() => Int, { description: "The last place by number (最后)." })
  last!: number;
  @Field(() => Int, { description: "Number of groups that are ranked (总数)." })
  of!: number;
}

@ObjectType({ simpleResolvers: true, description: "One group of a view (分组)." })
export class StatGroup extends ComparedCount {
  @Field(() => String, {
    description: "What it stands for (分组键), written as in `counts`; empty for none.",
  })
  key!: string;
  @Field(() => String, {
    nullable: true,
    description: "Name of the grid, village or code, Chinese (名称).",
  })
  label!: string | null;
  @Field(() => StatRate, {
    nullable: true,
    description:
      "Its rate with `rate` (比率) and the interval of it; null without, of other views than of " +
      "grids and villages, where the viewer may not count what it is of, and of fewer than 20 " +
      "households or 100 metres.",
  })
  rate!: StatRate | null;
  @Field(() => StatRank, {
    nullable: true,
    description: "Of grids and villages, its places by rate, or without one by count (排名).",
  })
  rank!: StatRank | null;
}

@ObjectType({ simpleResolvers: true, description: "All that was counted (合计)." })
export class StatTotal extends ComparedCount {
  @Field(() => NumberRange, {
    description:
      "In which means lie that make such a count in 95 of 100 (泊松区间, Garwood 1936): how sure " +
      "a number the count itself is.",
  })
  interval!: NumberRange;
  @Field(() => Float, {
    nullable: true,
    description:
      "How much more days differ than chance alone makes them (离散度), 1 or more; widens the range. " +
      "Null without `compare`, 1 with fewer than three weeks.",
  })
  dispersion!: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Counts by one thing (视图)." })
export class StatView {
  @Field(() => CountBy, { description: "By what (分组方式)." })
  by!: CountBy;
  @Field(() => [StatGroup], {
    description:
      "Its groups (分组): times in their order, none left out, others largest first; at most 5,000.",
  })
  groups!: StatGroup[];
  @Field(() => Float, { description: "Number in groups beyond those (其余)." })
  rest!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Incidents counted under one filter in several views (事件统计).",
})
export class IncidentStats {
  @Field(() => StatTotal, { description: "All of them (合计), under the filter and all brushes." })
  total!: StatTotal;
  @Field(() => [StatView], { description: "As they were asked for (视图)." })
  views!: StatView[];
  @Field(() => CountedWindow, {
    nullable: true,
    description: "Of what time (时段); null where the filter names none.",
  })
  window!: CountedWindow | null;
  @Field(() => CountedWindow, {
    nullable: true,
    description: "What it was compared with (对比时段).",
  })
  compared!: CountedWindow | null;
  @Field(() => Int, { description: "Number of incidents (涉及事件), whatever their share." })
  incidents!: number;
  @Field(() => Int, {
    description: "Number of those not known to the hour (时刻不明); with KNOWN, number left out.",
  })
  uncertain!: number;
}
