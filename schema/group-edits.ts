import "reflect-metadata";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { GroupSaid } from "./household-groups.js";
import { LAYER_TYPES } from "./layer-types.js";
import { Instant } from "./scalars.js";

@ObjectType({
  simpleResolvers: true,
  description: "What an edit changes in what groups are judged by, in metres (代价).",
})
export class GroupTerms {
  @Field(() => Float, { description: "Metres of walk to the centres (步行)." })
  metres!: number;
  @Field(() => Float, { description: "Metres for walks beyond the limit (超出步行上限)." })
  radius!: number;
  @Field(() => Float, { description: "Metres for acquaintances in a group (熟人)." })
  ties!: number;
  @Field(() => Float, { description: "Metres for buildings and stairs divided (拆分楼栋)." })
  building!: number;
  @Field(() => Float, { description: "Metres for floors divided (拆分楼层)." })
  floor!: number;
  @Field(() => Float, { description: "Metres for sizes off the target (偏离目标户数)." })
  size!: number;
  @Field(() => Float, { description: "Metres for changes of group (变动)." })
  change!: number;
  @Field(() => Float, { description: "Metres for people who answer and are missing (应答不足)." })
  responders!: number;
}

@ObjectType({ simpleResolvers: true, description: "A group as an edit finds or leaves it (组)." })
export class JudgedGroup {
  @Field(() => Int, { description: "Number of households (户数)." })
  size!: number;
  @Field(() => Float, { description: "Metres of walk to the centre, of all together (总步行)." })
  metres!: number;
  @Field(() => Float, {
    description: "Metres from the others to the centre, on average (平均步行).",
  })
  meanMetres!: number;
  @Field(() => Float, { description: "Metres of the longest walk (最远步行)." })
  maxMetres!: number;
  @Field(() => Int, { description: "Number of people who answer a call (应答人数)." })
  responders!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of pairs that know each other (熟人对数); null: fewer than 2, or not seen.",
  })
  ties!: number | null;
  @Field(() => Int, { description: "Number of isolated homes (孤立户数)." })
  isolated!: number;
}

@ObjectType({ simpleResolvers: true, description: "What an edit does to a group (组的变化)." })
export class GroupBeforeAfter {
  @Field(() => ID, { description: "The group (组)." })
  group!: string;
  @Field(() => Int, { nullable: true, description: "Its number (编号); null: a new group." })
  number!: number | null;
  @Field(() => JudgedGroup, { nullable: true, description: "Before (之前); null: a new group." })
  before!: JudgedGroup | null;
  @Field(() => JudgedGroup, { nullable: true, description: "After (之后); null: it ends." })
  after!: JudgedGroup | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "What an edit costs (价格): less than 0 metres is a gain.",
})
export class GroupPrice {
  @Field(() => Float, { description: "Metres of all terms together (合计)." })
  total!: number;
  @Field(() => GroupTerms, { description: "Term by term (分项)." })
  terms!: GroupTerms;
  @Field(() => [GroupBeforeAfter], { description: "Groups that it touches (涉及的组)." })
  groups!: GroupBeforeAfter[];
  @Field(() => [GroupSaid], {
    description: "What to know of the groups afterwards (提醒); no reason to refuse.",
  })
  warnings!: GroupSaid[];
}

@ObjectType({
  simpleResolvers: true,
  description: "An edit of a plan of groups, or what it would do (调整).",
})
export class GroupEdited {
  @Field(() => Int, {
    nullable: true,
    description: "Number of the edit (编辑序号); null: nothing was changed.",
  })
  edit!: number | null;
  @Field(() => Int, { description: "Version of the plan (版本) after it." })
  version!: number;
  @Field(() => [GroupSaid], { description: "Why it cannot be (拒绝原因); empty: it can." })
  refusals!: GroupSaid[];
  @Field(() => GroupPrice, {
    nullable: true,
    description: "What it costs (价格); null: it cannot be, or it moves nobody.",
  })
  price!: GroupPrice | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "A group near a household that it could change to (可移入的组), nearest first.",
})
export class GroupTarget {
  @Field(() => ID, { description: "The group (组)." })
  group!: string;
  @Field(() => Int, { description: "Its number (编号)." })
  number!: number;
  @Field(() => [GroupSaid], { description: "Why it cannot (拒绝原因); empty: it can." })
  refusals!: GroupSaid[];
  @Field(() => GroupPrice, { nullable: true, description: "What it costs (价格)." })
  price!: GroupPrice | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "What was done to a plan of groups (编辑); taking back and doing again too.",
})
export class GroupEdit {
  @Field(() => Int, { description: "Running number in the plan, from 1 (序号)." })
  number!: number;
  @Field(() => String, {
    description: "Whether it does, takes back or does again (种类): do, undo, redo.",
  })
  kind!: string;
  @Field(() => Int, {
    nullable: true,
    description: "Number of the edit that it takes back or does again (对应编辑).",
  })
  of!: number | null;
  @Field(() => Int, { description: "Version of the plan that it made (版本)." })
  version!: number;
  @Field(() => String, {
    nullable: true,
    description: "What that person is called (操作人姓名); null for programs and households.",
  })
  actorName!: string | null;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "A household that a repair gives another group (变动), and why.",
})
export class GroupRepairChange {
  @Field(() => LAYER_TYPES.households.object, { description: "The household (住户)." })
  household!: object;
  @Field(() => ID, { nullable: true, description: "Its group now (现组); null: none." })
  from!: string | null;
  @Field(() => ID, { nullable: true, description: "Its group then (新组); null: none." })
  to!: string | null;
  @Field(() => Int, { nullable: true, description: "Number of its group now (现组编号)." })
  fromNumber!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Number of its group then (新组编号); null with `to`: a new group.",
  })
  toNumber!: number | null;
  @Field(() => GroupSaid, { description: "Why (原因)." })
  reason!: GroupSaid;
}

@ObjectType({
  simpleResolvers: true,
  description: "What mends the groups of a plan with few changes (修复建议).",
})
export class GroupRepair {
  @Field(() => Int, { description: "Version of the plan (版本), after what was taken." })
  version!: number;
  @Field(() => Int, {
    nullable: true,
    description: "Number of the edit (编辑序号) that took changes; null: none were taken.",
  })
  edit!: number | null;
  @Field(() => [GroupRepairChange], {
    description: "Changes left to take (待采纳的变动), in the order of their ids.",
  })
  changes!: GroupRepairChange[];
  @Field(() => Float, {
    description: "Metres of walk that all of them change together (步行变化); less than 0: a gain.",
  })
  metresDelta!: number;
}
