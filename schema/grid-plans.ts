import "reflect-metadata";
import type { Geometry } from "geojson";
import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { LAYER_TYPES } from "./layer-types.js";
import { Day, GeoJSON, Instant, Json } from "./scalars.js";

@InputType({ description: "What a plan begins with (新建方案)." })
export class NewGridPlanInput {
  @Field(() => Int, { description: "Six digits of the county (区县代码)." })
  county!: number;
  @Field(() => String, { description: "What it is called (名称), at most 100 characters." })
  name!: string;
  @Field(() => [String], {
    nullable: true,
    description: "Codes of the villages it divides (村、社区); default all of the county.",
  })
  villages?: string[] | null;
  @Field(() => Day, { nullable: true, description: "When it shall come into force (生效日期)." })
  effectiveOn?: string | null;
}

@InputType({ description: "Only what changes of a draft (修改方案)." })
export class GridPlanChanges {
  @Field(() => String, { nullable: true, description: "What it is called (名称)." })
  name?: string | null;
  @Field(() => Day, {
    nullable: true,
    description: "When it shall come into force (生效日期); null: nobody has said.",
  })
  effectiveOn?: string | null;
}

@InputType({ description: "What a proposal of grids is to keep to (提议要求)." })
export class GridProposalOptions {
  @Field(() => Int, {
    nullable: true,
    description:
      "Least number of households of a grid (最少户数); with `most`, in every village. Default what is usual: " +
      "300 to 500 in a community, 200 to 400 in a village.",
  })
  least?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Greatest number of households of a grid (最多户数).",
  })
  most?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Begins from the plan's grids (以现有网格为基础): few households move; default true. False: only " +
      "dedicated and locked grids stay.",
  })
  fromPresent?: boolean | null;
  @Field(() => Int, {
    nullable: true,
    description: "Another number, another proposal (种子); default 1. The same gives the same.",
  })
  seed?: number | null;
}

@InputType({ description: "How far cleaning goes (清理尺度)." })
export class CleaningOptionsInput {
  @Field(() => Float, {
    nullable: true,
    description:
      "Vertices nearer than so many metres are brought together (并点距离); default 0.1.",
  })
  snapM?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Gaps narrower than so many metres are given away (缝隙宽度); default 1.",
  })
  sliverWidthM?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Gaps smaller than so many square metres are given away (空缺面积); default 100.",
  })
  gapAreaM2?: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "One step that brings grids nearer to the range of households (划转建议).",
})
export class HandOverSuggestion {
  @Field(() => ID, { description: "The grid that gives (划出网格)." })
  from!: string;
  @Field(() => ID, { description: "The grid that gets (接收网格)." })
  to!: string;
  @Field(() => Int, {
    description:
      "Number of buildings that change hands together (楼栋数): no border may part them.",
  })
  buildings!: number;
  @Field(() => Int, { description: "Number of households that change hands (户数)." })
  households!: number;
  @Field(() => [Int], {
    description: "Number of households of both grids now (现有户数): from, to.",
  })
  before!: readonly number[];
  @Field(() => [Int], {
    description: "Number of households of both grids then (划转后户数): from, to.",
  })
  after!: readonly number[];
  @Field(() => Json, {
    description: "The step as `applyGridOperations` takes it (操作): one `GridOperationInput`.",
  })
  operation!: unknown;
}

@ObjectType({
  simpleResolvers: true,
  description: "A piece of ground that cleaning would give to another grid, or to none (清理处).",
})
export class PlanCleaningFix {
  @Field(() => String, { description: "What is done (代码)." })
  code!: string;
  @Field(() => Json, { description: "Figures of it by name (参数)." })
  params!: unknown;
  @Field(() => [ID], { description: "The grids it is about (网格)." })
  grids!: string[];
  @Field(() => Float, { description: "Square metres (面积)." })
  areaM2!: number;
  @Field(() => GeoJSON, { description: "Where (位置)." })
  geometry!: Geometry;
}

@ObjectType({
  simpleResolvers: true,
  description: "A grid that cleaning would draw otherwise (清理后的网格).",
})
export class PlanCleanedGrid {
  @Field(() => ID, { description: "Its id (标识)." })
  id!: string;
  @Field(() => GeoJSON, {
    nullable: true,
    description: "Its outline then (清理后边界), WGS 84; null: it has no ground of its own.",
  })
  geometry!: Geometry | null;
  @Field(() => Float, { description: "Square metres now (现面积)." })
  areaBeforeM2!: number;
  @Field(() => Float, { description: "Square metres then (清理后面积)." })
  areaAfterM2!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "What cleaning a plan would change (清理预览); empty lists: nothing.",
})
export class PlanCleaning {
  @Field(() => [PlanCleaningFix], {
    description: "Pieces of ground, largest first (清理处), at most 500.",
  })
  fixes!: PlanCleaningFix[];
  @Field(() => Int, { description: "Number of all pieces (处数)." })
  pieces!: number;
  @Field(() => Float, { description: "Square metres of all pieces (总面积)." })
  areaM2!: number;
  @Field(() => Int, { description: "Number of vertices brought to another place (并点数)." })
  vertices!: number;
  @Field(() => Float, { description: "Metres that the farthest of them moves (最远移动)." })
  farthestM!: number;
  @Field(() => [PlanCleanedGrid], { description: "Grids that would be drawn otherwise (网格)." })
  grids!: PlanCleanedGrid[];
}

@ObjectType({
  description:
    "A grid as it stands in a plan (方案网格). Households and people are counted by building.",
})
export class PlanGrid {
  @Field(() => ID, { description: "Id that it has, or will have, as a grid (标识)." })
  id!: string;
  @Field(() => String, { description: "Code (编码)." })
  code!: string;
  @Field(() => String, { description: "Name (名称)." })
  name!: string;
  @Field(() => String, { nullable: true, description: "Kind (类型): code of `grid-kind`." })
  kind!: string | null;
  @Field(() => String, { nullable: true, description: "Code of its village (所属村、社区)." })
  villageCode!: string | null;
  @Field(() => String, { nullable: true, description: "Phone for complaints (投诉电话)." })
  complaintPhone!: string | null;
  @Field(() => Boolean, { description: "It must stay as it is (已锁定)." })
  locked!: boolean;
  @Field(() => GeoJSON, { description: "Its outline (边界), WGS 84." })
  geometry!: Geometry;
  @Field(() => Int, { description: "Number of households in it (户数)." })
  households!: number;
  @Field(() => Int, { description: "Number of people in it (人数)." })
  people!: number;
  @Field(() => Float, { description: "Square metres (面积)." })
  areaM2!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      "Compactness 4πA/P² (紧凑度), without unit, 1 for a circle; null for a grid in several parts.",
  })
  polsbyPopper!: number | null;
  @Field(() => Int, { description: "Number of parts of its ground (块数); 1: in one piece." })
  parts!: number;
  /** The plan it was read from: what else is asked of it is asked there. */
  plan!: { county: number; id: string };
}

@ObjectType({
  simpleResolvers: true,
  description:
    "The last 365 days, or what of them is on record; where nothing on record is as young, the " +
    "year up to the latest incident (事件统计期).",
})
export class PlanIncidentYear {
  @Field(() => Instant, { description: "From when (起)." })
  from!: string;
  @Field(() => Instant, { description: "Until when (止)." })
  until!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "What was done to a plan (编辑); taking back and doing again are edits too.",
})
export class PlanEdit {
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
  @Field(() => String, { description: "Who (操作人), like person:LOGIN." })
  actor!: string;
  @Field(() => String, {
    nullable: true,
    description: "What that person is called (操作人姓名); null for programs.",
  })
  actorName!: string | null;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
  @Field(() => String, { nullable: true, description: "In its author's words (说明)." })
  note!: string | null;
  @Field(() => Json, {
    nullable: true,
    description:
      "The operations (操作), as `geo/coverage` reads them; null of undo, redo, " +
      "proposals and cleaning.",
  })
  operations!: unknown;
  @Field(() => Json, {
    description:
      "What it changed (变更): borders that went and came, by coordinates with the grids at their " +
      "left and right, and grids before and after. It is applied to the plan as it was before. " +
      "A cleaning tells outlines whole, under `redrawn`.",
  })
  change!: unknown;
}

@ObjectType({
  simpleResolvers: true,
  description: "Something of a plan to mend, or to give a word for (方案问题).",
})
export class PlanFinding {
  @Field(() => String, {
    description:
      "How grave it is (级别): error, to be mended; warning, wants a word; note, to think of: it " +
      "stands in nobody's way.",
  })
  severity!: string;
  @Field(() => String, { description: "What it is (代码)." })
  code!: string;
  @Field(() => [ID], { description: "The grids it is about (网格)." })
  grids!: string[];
  @Field(() => Json, { description: "Figures of it by name (参数)." })
  params!: unknown;
  @Field(() => GeoJSON, { nullable: true, description: "Where (位置)." })
  geometry!: Geometry | null;
}

@ObjectType({ simpleResolvers: true, description: "A word about a plan (批注)." })
export class PlanComment {
  @Field(() => ID, { description: "County and uuid (标识)." })
  id!: string;
  @Field(() => ID, { nullable: true, description: "The grid it is about (网格)." })
  grid!: string | null;
  @Field(() => [Float], {
    nullable: true,
    description: "The place it is about (位置): longitude and latitude in degrees.",
  })
  place!: number[] | null;
  @Field(() => String, { description: "The word (内容)." })
  text!: string;
  @Field(() => String, { description: "Who (操作人)." })
  actor!: string;
  @Field(() => String, {
    nullable: true,
    description: "What that person is called (操作人姓名); null for programs.",
  })
  actorName!: string | null;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
  @Field(() => String, { nullable: true, description: "Who settled it (处理人)." })
  resolvedBy!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "What that person is called (处理人姓名); null for programs.",
  })
  resolvedByName!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "An open plan that divides a village which another divides too (同范围方案).",
})
export class OtherPlan {
  @Field(() => ID, { description: "County and uuid (标识)." })
  id!: string;
  @Field(() => String, { description: "What it is called (名称)." })
  name!: string;
  @Field(() => String, { description: "How far it has come (状态): code of `plan-status`." })
  status!: string;
  @Field(() => Day, { nullable: true, description: "When it shall come into force (生效日期)." })
  effectiveOn!: string | null;
  @Field(() => [String], {
    description:
      "Codes of the villages that both divide (村、社区); empty text: ground of no village.",
  })
  villages!: string[];
  @Field(() => String, {
    nullable: true,
    description: "Who began it (新建人), like person:LOGIN; of others than staff only themselves.",
  })
  begunBy!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "What that person is called (新建人姓名); null for programs.",
  })
  begunByName!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "Ground that went from one grid to another when a plan came into force (沿革).",
})
export class PlanLineage {
  @Field(() => Day, { description: "Since when (日期)." })
  on!: string;
  @Field(() => String, {
    description:
      "What happened (种类): ground (changed hands), split, merged, founded (on ground of none), " +
      "ended.",
  })
  kind!: string;
  @Field(() => ID, { nullable: true, description: "The grid it was (原网格)." })
  from!: string | null;
  @Field(() => ID, { nullable: true, description: "The grid it is (现网格)." })
  to!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "What changes hands between two grids of two states of a plan (划转).",
})
export class PlanTransfer {
  @Field(() => ID, { nullable: true, description: "Grid in the other state (原网格)." })
  from!: string | null;
  @Field(() => ID, { nullable: true, description: "Grid in this plan (新网格)." })
  to!: string | null;
  @Field(() => Int, { description: "Number of buildings (楼栋数)." })
  buildings!: number;
  @Field(() => Int, { description: "Number of households, counted by building (户数)." })
  households!: number;
  @Field(() => Int, { description: "Number of people, counted by building (人数)." })
  people!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of incidents that the viewer may see, of the plan's `incidentYear` (事件数); null: the " +
      "viewer sees none.",
  })
  incidents!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "A plan beside the grids it begins from, or beside another plan (方案对比).",
})
export class PlanComparison {
  @Field(() => [PlanTransfer], { description: "What changes hands, most households first (划转)." })
  transfers!: PlanTransfer[];
  @Field(() => Int, { description: "Number of households that change grid (变动户数)." })
  households!: number;
  @Field(() => Int, { description: "Number of buildings that change grid (变动楼栋数)." })
  buildings!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      "Number of incidents of a year in what changes grid (变动事件数), as transfers have.",
  })
  incidents!: number | null;
  @Field(() => [ID], { description: "Grids that are only in this plan (新增网格)." })
  added!: string[];
  @Field(() => [ID], { description: "Grids that are only in the other (取消网格)." })
  removed!: string[];
  @Field(() => [ID], { description: "Grids whose ground is another (边界变动网格)." })
  redrawn!: string[];
}

@ObjectType({
  simpleResolvers: true,
  description: "The grid of a place on a day (某日网格).",
})
export class GridOnDay {
  @Field(() => ID, {
    description: "Id of the grid (标识), which it keeps through borders that move.",
  })
  id!: string;
  @Field(() => String, { description: "Code (编码)." })
  code!: string;
  @Field(() => String, { description: "Name (名称)." })
  name!: string;
  @Field(() => String, { nullable: true, description: "Kind (类型): code of `grid-kind`." })
  kind!: string | null;
  @Field(() => String, { nullable: true, description: "Code of its village (所属村、社区)." })
  villageCode!: string | null;
  @Field(() => String, { nullable: true, description: "Phone for complaints (投诉电话)." })
  complaintPhone!: string | null;
  @Field(() => GeoJSON, { description: "Its outline on that day (边界), WGS 84." })
  geometry!: Geometry;
  @Field(() => ID, {
    nullable: true,
    description: "The approved plan that is to make it so (方案); null: it is so, or was.",
  })
  plan!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What the figures of a plan are counted by (计量点), as columns of one length: buildings of its " +
    "ground, and coarse places without any. Where fewer than five households live in a building " +
    "they are spread evenly over such buildings of their coarse place and grid, so that nobody " +
    "can tell who of them lives in which.",
})
export class PlanPlaces {
  @Field(() => [ID], {
    nullable: "items",
    description: "Buildings (楼栋), one a row; null: a coarse place.",
  })
  buildings!: (string | null)[];
  @Field(() => [Float], { description: "Longitudes of points of them (经度), degrees." })
  lon!: number[];
  @Field(() => [Float], { description: "Latitudes (纬度), degrees." })
  lat!: number[];
  @Field(() => [Float], { description: "Numbers of households (户数); with fractions where few." })
  households!: number[];
  @Field(() => [Float], { description: "Numbers of people (人数); with fractions where few." })
  people!: number[];
}

@ObjectType({
  simpleResolvers: true,
  description: "A household that a plan gives another grid (变动住户).",
})
export class MovingHousehold {
  @Field(() => LAYER_TYPES.households.object, { description: "The household (住户)." })
  household!: object;
  @Field(() => ID, { nullable: true, description: "Its grid today (现网格)." })
  from!: string | null;
  @Field(() => ID, { description: "Its grid in the plan (新网格)." })
  to!: string;
}

@ObjectType({ simpleResolvers: true, description: "A page of them (变动住户列表)." })
export class HouseholdsMoving {
  @Field(() => [MovingHousehold], { description: "Those of the page (本页)." })
  nodes!: MovingHousehold[];
  @Field(() => Boolean, { description: "There are more after them (还有下一页)." })
  hasNextPage!: boolean;
}
