import "reflect-metadata";
import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { registerTexts } from "./enums.js";
import { JobStateEnum } from "./jobs.js";
import { LAYER_TYPES } from "./layer-types.js";
import { Instant, Json } from "./scalars.js";

const GroupModeEnum = registerTexts("GroupMode", "What a plan of groups holds (方式).", {
  GROUPS: "Groups of households (分组): everybody is in one.",
  RINGS: "Each household's own nine (一呼九应): who comes when it calls.",
});

const GroupPresetEnum = registerTexts(
  "GroupPreset",
  "What weighs most when groups are formed (侧重).",
  {
    NEAR: "Short walks (就近).",
    ACQUAINTED: "Who knows each other together (相熟).",
    BALANCED: "Walks, acquaintance and even sizes (均衡).",
  },
);

export const GroupOrderEnum = registerTexts(
  "GroupOrder",
  "In which order groups are told (顺序).",
  {
    WORST: "What is to be looked at first (最差): few who answer, isolated homes, long walks.",
    FARTHEST: "Longest walk first (最远).",
    NO_TIE: "Most homes without an acquaintance in the group first (无熟人).",
    FEWEST: "Fewest households first (人少).",
    ISOLATED: "Most isolated homes first (孤立).",
    NUMBER: "By number (编号), north to south.",
  },
);

@InputType({ description: "What groups are formed from, and how (分组要求)." })
export class GroupRunInput {
  @Field(() => Int, { description: "Six digits of the county (区县代码)." })
  county!: number;
  @Field(() => [String], {
    nullable: true,
    description: "Codes of the villages (村、社区); default all of the county.",
  })
  villages?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: "What the plan is called (名称), at most 100 characters; default the villages'.",
  })
  name?: string | null;
  @Field(() => GroupModeEnum, { nullable: true, description: "Groups or rings (方式)." })
  mode?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Least number of households of a group (最少户数); default 7.",
  })
  low?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Greatest number of households of a group (最多户数); default 13.",
  })
  high?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of households wished for (目标户数); default 10.",
  })
  target?: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Least number of people of a group who answer a call (最少应答人数), as households say " +
      "themselves; one that was not asked counts as one. Default 6; 0: none.",
  })
  minResponders?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Metres of walk beyond which a home is isolated (步行上限); default 150.",
  })
  radiusM?: number | null;
  @Field(() => GroupPresetEnum, {
    nullable: true,
    description: "What weighs most (侧重); default BALANCED.",
  })
  preset?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Another number, another plan (种子), from 0; default 1. The same gives the same.",
  })
  seed?: number | null;
  @Field(() => ID, {
    nullable: true,
    description: "Begins from this plan's groups (以此方案为基础): few households change group.",
  })
  fromPlan?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Searches longer (细算) and tells how far from the best it may be: a minute for a county of " +
      "20,000 households; default false.",
  })
  thorough?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "What a plan was formed by (分组规则)." })
export class GroupRules {
  @Field(() => Int, { description: "Least number of households of a group (最少户数)." })
  low!: number;
  @Field(() => Int, { description: "Greatest number of households of a group (最多户数)." })
  high!: number;
  @Field(() => Int, { description: "Number of households wished for (目标户数)." })
  target!: number;
  @Field(() => Int, { description: "Least number of people who answer (最少应答人数); 0: none." })
  minResponders!: number;
  @Field(() => Float, { description: "Metres beyond which a home is isolated (步行上限)." })
  radiusM!: number;
  @Field(() => GroupPresetEnum, { description: "What weighs most (侧重)." })
  preset!: string;
  @Field(() => Int, { description: "Number that tells runs apart (种子)." })
  seed!: number;
  @Field(() => Boolean, { description: "It was searched longer (细算)." })
  thorough!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "How many groups have so many (规模分布)." })
export class GroupSize {
  @Field(() => Int, { description: "Number of households of a group (户数)." })
  size!: number;
  @Field(() => Int, { description: "Number of groups of that size (组数)." })
  count!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What came of a run (结论). What shows where help is thin is told to who forms or repairs groups " +
    "there and to dispatchers; null for others.",
})
export class GroupVerdict {
  @Field(() => Int, { description: "Number of groups (组数), or of rings." })
  groups!: number;
  @Field(() => Int, { description: "Number of households of the villages (户数)." })
  households!: number;
  @Field(() => Int, { description: "Number of people of those households (人数)." })
  people!: number;
  @Field(() => Int, { description: "Number of households that somebody lives in (有人住户数)." })
  livedIn!: number;
  @Field(() => Int, { description: "Number of households only registered there (空挂户数)." })
  registeredOnly!: number;
  @Field(() => Int, { description: "Number of households in no group (未入组户数), for a reason." })
  exceptions!: number;
  @Field(() => Float, { description: "Metres of walk to the centre, on average (平均步行)." })
  metresPerHousehold!: number;
  @Field(() => Float, { description: "Metres that 95 in 100 walk at most (步行 95 分位)." })
  p95Metres!: number;
  @Field(() => Float, { nullable: true, description: "Metres of the longest walk (最远步行)." })
  maxMetres!: number | null;
  @Field(() => Int, { nullable: true, description: "Number of isolated homes (孤立户数)." })
  isolated!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of groups with fewer who answer than asked (应答不足组数).",
  })
  thin!: number | null;
  @Field(() => Int, {
    description: "Number of groups and pairs that break a rule (违规数): locked ones alone may.",
  })
  violations!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Share of the groups within a tenth of the target (接近目标比例), 0 to 1.",
  })
  shareNearTarget!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "Share of the fewest possible metres that the search may have left (搜索差距), from 0; " +
      "null: not worked out.",
  })
  searchGap!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "Share that ties, whole floors and even sizes cost (意愿代价), 0 or more; null: not worked out.",
  })
  priceOfWishes!: number | null;
  @Field(() => String, {
    nullable: true,
    description: "How sure the gap is (下界性质): exact, or lower; null: not worked out.",
  })
  boundIs!: string | null;
  @Field(() => Boolean, {
    description: "It was searched to the end (已完成); false: stopped, the best until then.",
  })
  complete!: boolean;
  @Field(() => Float, { description: "Seconds of a processor that it took (计算秒数)." })
  seconds!: number;
  @Field(() => Int, {
    nullable: true,
    description: "Of rings: number of rings that a household answers in, at least (最少应答组数).",
  })
  calledLeast!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Of rings: number of rings that a household answers in, at most (最多应答组数).",
  })
  calledMost!: number | null;
  @Field(() => [GroupSize], { description: "How large groups are (规模分布), by size." })
  sizes!: GroupSize[];
}

@ObjectType({ simpleResolvers: true, description: "A reason as a code with figures (原因)." })
export class GroupSaid {
  @Field(() => String, { description: "Which reason (代码)." })
  code!: string;
  @Field(() => Json, { description: "Figures of it by name (参数)." })
  params!: unknown;
}

@ObjectType({
  simpleResolvers: true,
  description: "A household of a group (组员), for who sees where it lives.",
})
export class GroupMember {
  @Field(() => LAYER_TYPES.households.object, { description: "The household (住户)." })
  household!: object;
  @Field(() => Float, { nullable: true, description: "Metres of walk to the centre (步行)." })
  metres!: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "It walks further than the rules ask (孤立); null: not for this viewer.",
  })
  isolated!: boolean | null;
  @Field(() => Instant, { description: "Since when it is in the group (入组时间)." })
  since!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A ten-household group of a plan (十户联防组). What tells a home is null for who does not see where " +
    "all its households live; what shows where help is thin, for who does not mend it.",
})
export class HouseholdGroup {
  @Field(() => ID, {
    description: "Id (标识); it keeps it from plan to plan while most of it stays.",
  })
  id!: string;
  @Field(() => Int, { description: "Running number in the plan (编号), north to south." })
  number!: number;
  @Field(() => String, { description: "Code (编码): that of its village and a number in it." })
  code!: string;
  @Field(() => String, { nullable: true, description: "What it is called (名称)." })
  name!: string | null;
  @Field(() => String, { nullable: true, description: "Code of its village (所属村、社区)." })
  villageCode!: string | null;
  @Field(() => ID, { nullable: true, description: "Its grid (网格)." })
  gridId!: string | null;
  @Field(() => Int, { description: "Number of households (户数)." })
  size!: number;
  @Field(() => Int, { description: "Number of people (人数)." })
  people!: number;
  @Field(() => Int, {
    nullable: true,
    description: "Number of people who answer a call (应答人数), as households say themselves.",
  })
  responders!: number | null;
  @Field(() => Boolean, { nullable: true, description: "Fewer answer than asked (应答不足)." })
  thin!: boolean | null;
  @Field(() => Boolean, { description: "It stays as it is in every run and repair (锁定)." })
  locked!: boolean;
  @Field(() => Float, { description: "Metres of walk to the centre, of all together (总步行)." })
  metres!: number;
  @Field(() => Float, { description: "The same in metres a household (平均步行)." })
  meanMetres!: number;
  @Field(() => Float, { nullable: true, description: "Metres of the longest walk (最远步行)." })
  maxMetres!: number | null;
  @Field(() => Int, { nullable: true, description: "Number of isolated homes (孤立户数)." })
  isolated!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of floors, where all live in one building (楼层数); null elsewhere.",
  })
  floors!: number | null;
  @Field(() => Instant, {
    nullable: true,
    description: "Since when it is to be repaired (待调整时间); null: it is whole.",
  })
  openedAt!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Groups of a plan (组列表)." })
export class HouseholdGroups {
  @Field(() => Int, { description: "Number of groups that the viewer sees (总数)." })
  totalCount!: number;
  @Field(() => [HouseholdGroup], { description: "Those of the page (本页)." })
  nodes!: HouseholdGroup[];
}

@ObjectType({ simpleResolvers: true, description: "How many are in no group for it (原因计数)." })
export class GroupReasonCount {
  @Field(() => String, { description: "Which reason (代码)." })
  code!: string;
  @Field(() => Int, { description: "Number of households (户数)." })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: "A household that is in no group (未入组住户)." })
export class GroupException {
  @Field(() => LAYER_TYPES.households.object, { description: "The household (住户)." })
  household!: object;
  @Field(() => GroupSaid, { description: "Why (原因)." })
  reason!: object;
}

@ObjectType({ simpleResolvers: true, description: "Who is in no group, and why (未入组)." })
export class GroupExceptions {
  @Field(() => Int, { description: "Number of households in no group (户数)." })
  totalCount!: number;
  @Field(() => [GroupReasonCount], {
    nullable: true,
    description: "By reason (按原因), most first; null: not for this viewer.",
  })
  byReason!: GroupReasonCount[] | null;
  @Field(() => [GroupException], {
    nullable: true,
    description:
      "Those whose homes the viewer sees (住户), in the order of their ids; null: they see none.",
  })
  nodes!: GroupException[] | null;
}

@ObjectType({ simpleResolvers: true, description: "What the viewer may do with the plan (权限)." })
export class GroupPlanCan {
  @Field(() => Boolean, { description: "Move, merge, split, lock and repair (调整)." })
  edit!: boolean;
  @Field(() => Boolean, { description: "Publish it with a day (发布)." })
  publish!: boolean;
}

const GroupChangeEnum = registerTexts("GroupChange", "What happened to a plan (变化).", {
  RUN: "Its run went on, or ended (分组).",
  EDIT: "Its groups were changed by hand, or repaired (调整).",
  PUBLISHED: "It was published, came into force or ended (发布).",
});

@ObjectType({ simpleResolvers: true, description: "How far a run is (进度)." })
export class GroupRunProgress {
  @Field(() => JobStateEnum, { description: "State of its job (状态)." })
  state!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "What it is doing (当前阶段): reading, laying-out, searching, bounding, drawing, writing.",
  })
  phase!: string | null;
  @Field(() => Float, { description: "Steps of the phase that are done (已完成)." })
  done!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Steps of the phase in all (总量); null while not known.",
  })
  total!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Metres of walk of the groups found so far (目前总步行); null: none yet.",
  })
  metres!: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Something happened to a plan (方案变化)." })
export class GroupPlanChange {
  @Field(() => Int, { description: "Version of the plan (版本)." })
  version!: number;
  @Field(() => GroupChangeEnum, { description: "What (变化)." })
  what!: string;
  @Field(() => GroupRunProgress, {
    nullable: true,
    description: "How far its run is (进度); null: none goes on.",
  })
  job!: GroupRunProgress | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "What a border between two grids costs the groups beside it (网格边界代价).",
})
export class GroupBorderPrice {
  @Field(() => [ID], { description: "The two grids (网格)." })
  grids!: string[];
  @Field(() => Float, {
    description: "Metres that the same households would walk less, grouped across (可省步行).",
  })
  metres!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of isolated homes fewer (可减孤立户数); null: fewer than 5, for who does not see where " +
      "they are.",
  })
  isolated!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of homes more that were in a group (可增入组户数); null as above.",
  })
  grouped!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of homes whose nearest neighbour lives across (被隔开户数); null as above.",
  })
  parted!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "What a preset makes of the same households, by a run of its own (取舍).",
})
export class GroupTradeOff {
  @Field(() => GroupPresetEnum, { description: "What weighs most (侧重)." })
  preset!: string;
  @Field(() => Float, { description: "Metres of walk to the centre, on average (平均步行)." })
  metresPerHousehold!: number;
  @Field(() => Float, {
    nullable: true,
    description: "Share of the groups within a tenth of the target (接近目标比例), 0 to 1.",
  })
  shareNearTarget!: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of ties within groups (组内相熟数): for who sees ties, with a purpose; null for others.",
  })
  tiesKept!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of isolated homes (孤立户数); null: not for this viewer.",
  })
  isolated!: number | null;
}
