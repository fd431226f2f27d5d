import "reflect-metadata";
import type { MultiPolygon } from "geojson";
import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { UsualState } from "./dashboard.js";
import { NumberRange } from "./incident-stats.js";
import { Day, GeoJSON, Instant, Json } from "./scalars.js";

@ObjectType({
  simpleResolvers: true,
  description:
    "A tile that a dashboard may have (看板块). A domain adds its own; what a page does not know it " +
    "leaves out.",
})
export class DashboardTile {
  @Field(() => String, { description: "Its name in a layout (标识), like today." })
  id!: string;
  @Field(() => [String], {
    description: "Root fields of queries and subscriptions that it is filled from (数据来源).",
  })
  fields!: string[];
  @Field(() => Boolean, { description: "Whether the viewer may look at it (可见)." })
  visible!: boolean;
  @Field(() => Int, { description: "How often it is worth asking anew (刷新间隔), seconds." })
  everySeconds!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Hexagons that touch and stand out, at two cell sizes (热点).",
})
export class HotNowArea {
  @Field(() => ID, { description: "Its id (标识): the same as long as it is the same area." })
  id!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "What it is called (名称): the nearest public place, compound or village; null: nothing near " +
      "it may be named.",
  })
  name!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Top-level code of what happens there (类别); null: all kinds together, of which none stands " +
      "out by itself. Delicate kinds are not looked for.",
  })
  kind!: string | null;
  @Field(() => String, { nullable: true, description: "Chinese name of the kind (类别名称)." })
  kindLabel!: string | null;
  @Field(() => Instant, { description: "Since when it stands out (起始时间)." })
  since!: string;
  @Field(() => Int, {
    description: "On which day it stands out now (第几天), number of local days from 1 on.",
  })
  day!: number;
  @Field(() => Int, { description: "Number of incidents in it within the window (事件数)." })
  incidents!: number;
  @Field(() => [String], {
    description:
      "Codes of the villages in which its incidents lay (村、社区代码), the fullest first.",
  })
  villages!: string[];
  @Field(() => GeoJSON, { description: "Its outline (轮廓), a MultiPolygon in WGS 84." })
  shape!: MultiPolygon;
  @Field(() => Float, {
    description:
      "Share of false discoveries (显著性 q), 0 to 1, at which its strongest cell stands out; the " +
      "smaller the surer.",
  })
  q!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Where incidents of the last 28 days stand out (当前热点), looked for when data have changed and " +
    "at most every five minutes; the same for all who may see it.",
})
export class HotNow {
  @Field(() => [HotNowArea], { description: "The oldest first (热点), at most 50." })
  areas!: HotNowArea[];
  @Field(() => Instant, {
    nullable: true,
    description: "When they were looked for (计算时间); null: not yet in this county.",
  })
  computedAt!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "End of the 28 days (截止), a whole hour by the county's clock.",
  })
  windowEnd!: string | null;
  @Field(() => Float, { nullable: true, description: "Width of the smaller cells (格宽), metres." })
  metres!: number | null;
}

export enum NeedKind {
  HOT_AREA = "HOT_AREA",
  ABOVE_USUAL = "ABOVE_USUAL",
  OVERDUE = "OVERDUE",
  BACKLOG = "BACKLOG",
}
registerEnumType(NeedKind, {
  name: "NeedKind",
  description: "Why something needs somebody (事由).",
  valuesConfig: {
    HOT_AREA: { description: "An area stands out (热点)." },
    ABOVE_USUAL: { description: "A village has more than usual for some days (连日偏高)." },
    OVERDUE: {
      description: "Incidents of a village are past their time limits (超时), 28 days at most.",
    },
    BACKLOG: {
      description:
        "Incidents that have been past their time limits for longer (积压), of all that was asked " +
        "for in one.",
    },
  },
});

@ObjectType({ simpleResolvers: true, description: "What needs somebody (需要处理)." })
export class Need {
  @Field(() => ID, { description: "The same as long as it is the same matter (标识)." })
  id!: string;
  @Field(() => NeedKind, { description: "Why (事由)." })
  kind!: NeedKind;
  @Field(() => String, {
    nullable: true,
    description: "Where (地点): a public place, a compound, a village; null: not to be named.",
  })
  place!: string | null;
  @Field(() => String, { nullable: true, description: "Code of the village (村、社区代码)." })
  village!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Top-level code of the kind (类别); null: all kinds together.",
  })
  category!: string | null;
  @Field(() => String, { nullable: true, description: "Chinese name of the kind (类别名称)." })
  kindLabel!: string | null;
  @Field(() => Instant, { nullable: true, description: "Since when (起始时间)." })
  since!: string | null;
  @Field(() => Int, { description: "On which day it is now (第几天), number from 1 on." })
  day!: number;
  @Field(() => Int, { description: "Number of incidents (数量)." })
  count!: number;
  @Field(() => Float, { nullable: true, description: "Number usual in that time (平日数量)." })
  expected!: number | null;
  @Field(() => Boolean, { description: "Whether somebody has it in hand (已有人负责)." })
  assigned!: boolean;
  @Field(() => Float, {
    description:
      "What it is ordered by (紧要程度), a number without a unit: age × severity × 2 where nobody " +
      "has it; the age in days, 28 at most, of a backlog 1.",
  })
  weight!: number;
}

@ObjectType({ simpleResolvers: true, description: "A new incident as a wall shows it (新事件)." })
export class NewestIncident {
  @Field(() => ID, {
    description:
      "Tells a row from others (标识), the same as long as the service keeps its secret; no object " +
      "is found by it.",
  })
  id!: string;
  @Field(() => Instant, { description: "When it began (发生时间)." })
  at!: string;
  @Field(() => String, { description: "Code of its category (类别)." })
  category!: string;
  @Field(() => String, { nullable: true, description: "Chinese name of the category (类别名称)." })
  categoryLabel!: string | null;
  @Field(() => String, { nullable: true, description: "Name of the village (村、社区)." })
  place!: string | null;
  @Field(() => Int, { nullable: true, description: "Its level by number (级别), 1 most urgent." })
  level!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "What came in last (最新): category and village; no name, no door, no title.",
})
export class NewestIncidents {
  @Field(() => [NewestIncident], { description: "The newest first (事件)." })
  incidents!: NewestIncident[];
  @Field(() => Int, {
    description:
      "Number of delicate ones in the last 24 hours (敏感事件), of those the viewer may see: " +
      "counted, never listed.",
  })
  delicate!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "One category now and in the same days of earlier years (类别区间).",
})
export class CategoryBand {
  @Field(() => String, { description: "Top-level code (类别)." })
  category!: string;
  @Field(() => String, { nullable: true, description: "Chinese name (类别名称)." })
  label!: string | null;
  @Field(() => Float, { description: "Number of incidents in the window (数量)." })
  count!: number;
  @Field(() => NumberRange, {
    nullable: true,
    description:
      "Where chance would put it (区间), 95 of 100, if it were as in the years before: a number of " +
      "incidents; null: no year is known.",
  })
  band!: NumberRange | null;
  @Field(() => UsualState, { description: "How it stands to the band (是否平常)." })
  state!: UsualState;
}

@ObjectType({ simpleResolvers: true, description: "Categories of the last 28 days (类别)." })
export class CategoryBands {
  @Field(() => [CategoryBand], { description: "The largest first (类别)." })
  categories!: CategoryBand[];
  @Field(() => Int, {
    description: "Number of delicate incidents in the window (敏感事件), in no category.",
  })
  delicate!: number;
  @Field(() => Int, { description: "Number of earlier years that are known (年数), at most 3." })
  years!: number;
  @Field(() => Day, { description: "First day of the window (起)." })
  from!: string;
  @Field(() => Day, { description: "Its last day (止), which was over." })
  to!: string;
}

@ObjectType({ simpleResolvers: true, description: "One hour of the week (时段)." })
export class UsualHour {
  @Field(() => Int, { description: "Weekday by number (星期), 1 Monday to 7 Sunday." })
  weekday!: number;
  @Field(() => Int, { description: "Hour by number (小时), 0 to 23." })
  hour!: number;
  @Field(() => Float, { description: "Number of incidents in the last four weeks (数量)." })
  count!: number;
  @Field(() => Float, { nullable: true, description: "Number usual in four weeks (平日数量)." })
  expected!: number | null;
  @Field(() => UsualState, { description: "How it stands to what is usual (是否平常)." })
  state!: UsualState;
}

@ObjectType({
  simpleResolvers: true,
  description: "The clock of the last four weeks against what was usual before (时钟).",
})
export class UsualWeek {
  @Field(() => [UsualHour], { description: "All 168 hours, Monday 0 first (时段)." })
  hours!: UsualHour[];
  @Field(() => Int, { description: "Weekday now by number (今日星期), in the county." })
  weekday!: number;
  @Field(() => Int, { description: "Hour now by number (当前小时), in the county." })
  hour!: number;
  @Field(() => Int, {
    description: "Number of whole weeks that are known before (周数), at most 26.",
  })
  weeks!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "The last 28 days against the same days a year before (近二十八天).",
})
export class LastDays {
  @Field(() => Int, { description: "Number of incidents in the window (数量)." })
  count!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Number a year before (去年同期); null: none.",
  })
  before!: number | null;
  @Field(() => NumberRange, {
    nullable: true,
    description: "Where chance would put the number (随机范围), 95 of 100, if nothing had changed.",
  })
  range!: NumberRange | null;
  @Field(() => Float, {
    nullable: true,
    description: "Change as a share of the number a year before (变化): −0.03 is 3 % less.",
  })
  change!: number | null;
  @Field(() => UsualState, { description: "USUAL: within chance (随机内)." })
  state!: UsualState;
  @Field(() => [Int], { description: "Number of each of its days (每日), the oldest first." })
  days!: number[];
  @Field(() => Day, { description: "First day of the window (起)." })
  from!: string;
  @Field(() => Day, { description: "Its last day (止), which was over." })
  to!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "That a dashboard may show something else now (看板更新): ask its tiles anew.",
})
export class DashboardChange {
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

@ObjectType({ simpleResolvers: true, description: "Part of a county that a wall shows (范围)." })
export class DisplayArea {
  @Field(() => String, { description: "Its code (代码)." })
  code!: string;
  @Field(() => String, { nullable: true, description: "Its name (名称); null: it is retired." })
  name!: string | null;
  @Field(() => [String], { description: "Codes of its villages of today (村、社区代码)." })
  villages!: string[];
}

@ObjectType({ simpleResolvers: true, description: "What a wall shows, and where (大屏)." })
export class Display {
  @Field(() => String, { description: "What it is called (名称)." })
  name!: string;
  @Field(() => Int, { description: "Six digits of its county (区县代码)." })
  county!: number;
  @Field(() => String, { description: "Name of the county (区县名称)." })
  countyName!: string;
  @Field(() => String, { description: "Time zone of the county (时区), IANA." })
  timeZone!: string;
  @Field(() => Instant, { description: "The time by the service's clock (服务时间)." })
  now!: string;
  @Field(() => [Float], {
    nullable: true,
    description: "West, south, east, north of the county's villages (外接矩形), degrees.",
  })
  bounds!: number[] | null;
  @Field(() => [DisplayArea], {
    nullable: true,
    description: "The parts that it is confined to (范围); null: the whole county.",
  })
  areas!: DisplayArea[] | null;
  towns!: DisplayArea[];
  @Field(() => String, { nullable: true, description: "Title of its dashboard (看板标题)." })
  title!: string | null;
  @Field(() => String, { description: "Template of its dashboard (版式), WALL by default." })
  template!: string;
  @Field(() => Json, {
    nullable: true,
    description: "Layout of its dashboard (布局); null: the one that every wall has.",
  })
  layout!: Record<string, unknown> | null;
}

@ObjectType({ simpleResolvers: true, description: "Released incidents of a month (月份)." })
export class PublicMonth {
  @Field(() => Day, { description: "First day of the month, or of its period (月份)." })
  month!: string;
  @Field(() => Int, { description: "Number of months that were released together (月数)." })
  months!: number;
  @Field(() => Int, {
    description: "Number of incidents at least (至少): what is under five is left out.",
  })
  atLeast!: number;
}

@ObjectType({ simpleResolvers: true, description: "A released area on a public board (发布区)." })
export class PublicBoardArea {
  @Field(() => ID, { description: "Id of the area (标识)." })
  id!: string;
  @Field(() => String, { description: "Its name (名称)." })
  name!: string;
  @Field(() => GeoJSON, { description: "Its outline (轮廓), WGS 84." })
  geometry!: MultiPolygon;
  @Field(() => Int, {
    nullable: true,
    description: "Number of incidents at least in the newest period (至少); null: suppressed.",
  })
  atLeast!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A board for everybody, from the newest release alone (公开看板): months and merged areas; " +
    "nothing of today, nothing live, no hot areas, no order by number.",
})
export class PublicBoard {
  @Field(() => String, { description: "Name of the county (区县名称)." })
  countyName!: string;
  @Field(() => Instant, { description: "When it was published (发布时间)." })
  publishedAt!: string;
  @Field(() => Day, { nullable: true, description: "Newest month of it (最近发布)." })
  latestMonth!: string | null;
  @Field(() => [PublicMonth], { description: "Its months (月份), the oldest first." })
  months!: PublicMonth[];
  @Field(() => PublicMonth, {
    nullable: true,
    description:
      "The period that ends last of those that are told (最近一期), of which the areas' numbers are; " +
      "null: none is told.",
  })
  newest!: PublicMonth | null;
  @Field(() => [PublicBoardArea], { description: "Its areas (发布区), by name." })
  areas!: PublicBoardArea[];
}
