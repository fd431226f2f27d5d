import "reflect-metadata";
import type { Geometry } from "geojson";
import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { LayerEnum } from "./declared-info.js";
import { labelled } from "./describe.js";
import { type Described, enumKey, enumOf, registerTexts } from "./enums.js";
import { LAYER_TYPES } from "./layer-types.js";
import type { LayerName } from "./layers/index.js";
import { ROLE_LABELS, ROLES, type RoleName } from "./roles.js";
import { Day, GeoJSON, Instant, Json } from "./scalars.js";

export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, {
  name: "Role",
  description: "What an account may be (角色); docs/decisions/roles.md says what each may do.",
  valuesConfig: Object.fromEntries(
    ROLES.map((role) => [enumKey(role), { description: labelled(ROLE_LABELS[role]) }]),
  ) as Described,
});

export enum ChangeAction {
  CREATED = "created",
  UPDATED = "updated",
  MOVED = "moved",
  RETIRED = "retired",
  IMPORTED = "imported",
}
registerEnumType(ChangeAction, {
  name: "ChangeAction",
  description: "What was done to an object (动作).",
  valuesConfig: {
    CREATED: { description: "It was written for the first time (新建)." },
    UPDATED: { description: "Fields of it changed (修改)." },
    MOVED: { description: "Its place changed (移动)." },
    RETIRED: { description: "It was retired and left the lists (停用)." },
    IMPORTED: { description: "Many rows of a layer were written at once (导入)." },
  },
});

const ViewerKind = registerTexts("ViewerKind", "What kind of caller asks (身份类型).", {
  anonymous: "Not signed in (未登录).",
  person: "A person with an account (人员).",
  application: "A program with an API key (应用).",
  device: "A thing bound to a household or a wall (设备).",
});

const Partition = registerTexts(
  "Partition",
  "How a public release divides the county (划分方式).",
  {
    grid: "By grids, neighbours merged (网格).",
    cell: "By fixed cells, neighbours merged (格网).",
  },
);

@ObjectType({ simpleResolvers: true, description: "A role an account holds (任职)." })
export class AccountRole {
  @Field(() => RoleEnum, { description: "The role (角色)." })
  role!: RoleName;
  @Field(() => Int, {
    nullable: true,
    description: "Six digits of the county it is held in (区县代码); null: in every one.",
  })
  county!: number | null;
  @Field(() => [String], { description: "Codes of the villages it covers (村、社区)." })
  villages!: readonly string[];
  @Field(() => [ID], { description: "Ids of the grids it covers (网格)." })
  grids!: readonly string[];
  @Field(() => [ID], { description: "Ids of the organisations it is held for (组织机构)." })
  organisations!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: "Who is asking (当前身份)." })
export class Viewer {
  @Field(() => ViewerKind, { description: "What kind of caller (身份类型)." })
  kind!: string;
  @Field(() => String, {
    nullable: true,
    description: "Name shown (名称); null for anonymous callers.",
  })
  name!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "What updatedBy and history call the viewer (署名), like person:LOGIN, so that their own is " +
      "known from a namesake's; null for anonymous callers.",
  })
  actor!: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "Id of the household that this device is bound to (住户); null: it is no household's device.",
  })
  household!: string | null;
  @Field(() => [RoleEnum], { description: "Roles of a person (角色), in any of their counties." })
  roles!: RoleName[];
  @Field(() => [AccountRole], {
    description:
      "Where a person holds which role (任职): the county, or what in it the work is for.",
  })
  assignments!: readonly AccountRole[];
  @Field(() => [Int], {
    description: "Six digits of each county the viewer may ask about (区县代码).",
  })
  counties!: number[];
  @Field(() => Boolean, {
    description:
      "A purpose was given with this request (已说明用途), so personal fields the roles " +
      "need are shown and the reading is logged.",
  })
  hasPurpose!: boolean;
  @Field(() => Boolean, {
    description: "Demonstration sign-in is offered to this caller (演示登录).",
  })
  demoSignIn!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "A signed-in session (会话)." })
export class Session {
  @Field(() => String, {
    description: "Bearer token (令牌) for programs; the page gets it as an HttpOnly cookie.",
  })
  token!: string;
  @Field(() => Viewer, { description: "Who is signed in (当前身份)." })
  viewer!: Viewer;
  @Field(() => Instant, {
    description:
      "Moment at which it ends (到期时间); it also ends when the account is disabled or " +
      "its password changes.",
  })
  expiresAt!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "A county: its clock, its projection and what its codes look like (区县).",
})
export class County {
  @Field(() => Int, { description: "Six digits of the county (区县代码)." })
  id!: number;
  @Field(() => String, { description: "Name (名称)." })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: "Name in English (英文名称); null where there is none.",
  })
  nameEn!: string | null;
  @Field(() => String, {
    description:
      "IANA name of its time zone (时区), like Asia/Shanghai: days, months and hours are " +
      "counted by it.",
  })
  timeZone!: string;
  @Field(() => [Float], {
    description: "Centre of its metric projection (投影原点): longitude and latitude in degrees.",
  })
  origin!: number[];
  @Field(() => [Float], {
    nullable: true,
    description: "West, south, east, north of its grids in degrees (范围); null without grids.",
  })
  bounds!: number[] | null;
  @Field(() => String, {
    description: "How codes are checked (编码规则): cn by the national standards, free not at all.",
  })
  codeProfile!: string;
  @Field(() => String, { description: "What the code of a grid must look like (网格编码模板)." })
  gridCodeTemplate!: string;
  @Field(() => Boolean, { description: "An invented county for demonstration (示范县)." })
  isDemo!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "A code of a code table (代码项)." })
export class Category {
  @Field(() => String, { description: "Name of the table (代码表), as fields name it in `of`." })
  kind!: string;
  @Field(() => String, { description: "The code (代码)." })
  code!: string;
  @Field(() => String, {
    nullable: true,
    description: "Code one level up (上级代码); null at the top.",
  })
  parent!: string | null;
  @Field(() => String, { description: "Name in Chinese (中文名称)." })
  nameZh!: string;
  @Field(() => String, { description: "Name in English (英文名称)." })
  nameEn!: string;
  @Field(() => Boolean, {
    description: "Offered no longer (已停用): rows that were written with it still have it.",
  })
  retired!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "One change of one object (变更记录)." })
export class Change {
  @Field(() => ID, { description: "County and uuid of the change (标识)." })
  id!: string;
  @Field(() => ChangeAction, { description: "What was done (动作)." })
  action!: ChangeAction;
  @Field(() => Int, { description: "Version of the object that it made (版本)." })
  version!: number;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Who (操作人), like person:LOGIN, app:NAME or operator; to others than staff only themselves.",
  })
  actor!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "What that person is called (操作人姓名); null for programs, and to others than staff.",
  })
  actorName!: string | null;
  @Field(() => String, { nullable: true, description: "Why, where a reason was given (原因)." })
  reason!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "The step that changed it (步骤), like accept, as `machines` name it; null: none did.",
  })
  step!: string | null;
  @Field(() => [String], { description: "Names of the fields that changed (变更字段)." })
  fields!: string[];
  @Field(() => Json, {
    nullable: true,
    description: "Their values before (变更前), as far as this viewer may see them.",
  })
  before!: unknown;
  @Field(() => Json, {
    nullable: true,
    description: "Their values after (变更后), as far as this viewer may see them.",
  })
  after!: unknown;
}

@ObjectType({
  simpleResolvers: true,
  description: "A change somewhere in an area, as it happens (变更事件).",
})
export class ChangeEvent {
  @Field(() => LayerEnum, {
    nullable: true,
    description: "Layer it happened in (图层); null: in what has no place, see `subjectKind`.",
  })
  layer!: LayerName | null;
  @Field(() => String, {
    description: "What it happened to, as declared (对象类别): incidents, organisations.",
  })
  subjectKind!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The object (对象标识); null when many rows changed at once.",
  })
  id!: string | null;
  @Field(() => String, {
    description:
      "What happened, in the field's words (发生的事): incident.reported, grid.redrawn, " +
      "household.moved; camera.updated where there is no better word.",
  })
  kind!: string;
  @Field(() => ChangeAction, { description: "What was done (动作)." })
  action!: ChangeAction;
  @Field(() => Int, {
    nullable: true,
    description: "Version of the object that it made (版本); null when many rows changed at once.",
  })
  version!: number | null;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
  @Field(() => Int, { description: "Six digits of the county (区县代码)." })
  county!: number;
  @Field(() => [String], {
    description:
      "Names of the changed fields that the viewer sees clear (改动的字段); a place is `geometry`.",
  })
  fields!: string[];
  @Field(() => Int, {
    nullable: true,
    description:
      "How many rows, when many changed at once (数量); null to viewers of a part of the county.",
  })
  count!: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Where this event leaves the reader (位置), for `after` of a later subscription; null: where " +
      "the event before did.",
  })
  position!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "What lies at a point on a day (所在位置)." })
export class Whereabouts {
  @Field(() => County, { nullable: true, description: "County of the point (区县)." })
  county!: County | null;
  @Field(() => LAYER_TYPES.villages.object, {
    nullable: true,
    description: "Village or community (村、社区).",
  })
  village!: object | null;
  @Field(() => LAYER_TYPES.grids.object, {
    nullable: true,
    description: "Grid in force on the day (网格).",
  })
  grid!: object | null;
  @Field(() => LAYER_TYPES.buildings.object, { nullable: true, description: "Building (楼栋)." })
  building!: object | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "An object whose name or code was found (搜索结果).",
})
export class SearchHit {
  @Field(() => LayerEnum, { description: "Layer it is in (图层)." })
  layer!: LayerName;
  @Field(() => ID, { description: "Id of the object (标识)." })
  id!: string;
  @Field(() => String, { description: "What it is called (名称)." })
  label!: string;
  @Field(() => String, {
    nullable: true,
    description: "What stands beside the name (说明), such as an address; null: nothing.",
  })
  detail!: string | null;
  @Field(() => [Float], {
    description: "Longitude and latitude in degrees of a point on it (位置), WGS 84.",
  })
  point!: number[];
  @Field(() => [Float], { description: "West, south, east, north in degrees (范围), WGS 84." })
  bounds!: number[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    "An area of the public release (发布区): grids, or fixed cells, merged until each " +
    "holds at least 20 households.",
})
export class ReleaseArea {
  @Field(() => ID, { description: "Id of the area within its release (标识)." })
  id!: string;
  @Field(() => Partition, { description: "Which of the two divisions it belongs to (划分方式)." })
  partition!: string;
  @Field(() => String, { description: "Name (名称)." })
  name!: string;
  @Field(() => Int, { description: "Number of households (户数), rounded to tens." })
  households!: number;
  @Field(() => Float, { description: "Area in square kilometres (面积)." })
  areaKm2!: number;
  @Field(() => GeoJSON, { description: "Its shape (范围), WGS 84." })
  geometry!: Geometry;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "How a category is released (发布周期). Its periods never overlap, so that no two numbers can " +
    "be subtracted.",
})
export class ReleaseCategory {
  @Field(() => String, {
    description: "Top-level category of incidents (大类): a code of the table `incident`.",
  })
  category!: string;
  @Field(() => Int, {
    description:
      "Calendar months that one number covers (周期月数): 1, 3, 6 or 12, the fewest with which at " +
      "least half of the category's incidents could be told when the areas were made.",
  })
  every!: number;
  @Field(() => Day, { nullable: true, description: "First month released so far (起始月)." })
  firstMonth!: string | null;
  @Field(() => Day, { nullable: true, description: "Last month released so far (截止月)." })
  lastMonth!: string | null;
  @Field(() => Int, { description: "Months from the one to the other (月数), both counted." })
  months!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "An exact number of the public release (发布计数).",
})
export class ReleaseCount {
  @Field(() => ID, { description: "Id of the area (发布区)." })
  area!: string;
  @Field(() => Day, { description: "First day of the period's first calendar month (起始月)." })
  month!: string;
  @Field(() => Int, { description: "Calendar months the number covers (月数): 1, 3, 6 or 12." })
  months!: number;
  @Field(() => String, {
    description: "Top-level category of incidents (大类): a code of the table `incident`.",
  })
  category!: string;
  @Field(() => Int, { description: "Number of incidents (数量)." })
  count!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What can be said of an area and category over all months released (发布合计): at least so " +
    "many, from " +
    "so many of the months. Exact only where `published` equals `months`.",
})
export class ReleaseTotal {
  @Field(() => ID, { description: "Id of the area (发布区)." })
  area!: string;
  @Field(() => String, {
    description: "Top-level category of incidents (大类): a code of the table `incident`.",
  })
  category!: string;
  @Field(() => Int, { description: "Sum of the released numbers (至少): a lower bound." })
  atLeast!: number;
  @Field(() => Int, { description: "Months covered by released numbers (已发布月数)." })
  published!: number;
  @Field(() => Int, { description: "Number of months the category's periods cover so far (月数)." })
  months!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What anonymous callers get (公开发布): aggregates computed beforehand " +
    "(docs/decisions/public-release.md).",
})
export class PublicRelease {
  @Field(() => ID, { description: "Id of the release (标识)." })
  id!: string;
  @Field(() => Instant, { description: "When it was published (发布时间)." })
  publishedAt!: string;
  @Field(() => Day, {
    description: "First month these areas hold for (起始月); earlier ones have areas of their own.",
  })
  firstMonth!: string;
  @Field(() => Day, {
    nullable: true,
    description: "Last month looked at (截止月); null before the first.",
  })
  lastMonth!: string | null;
  @Field(() => Int, { description: "Months from firstMonth to lastMonth (月数), both counted." })
  months!: number;
  @Field(() => [ReleaseArea], { description: "Its areas (发布区)." })
  areas!: ReleaseArea[];
  @Field(() => [ReleaseCategory], { description: "The periods of each category (发布周期)." })
  categories!: ReleaseCategory[];
  @Field(() => [ReleaseCount], {
    description:
      "Counts of areas by period and top-level category (发布计数). One that is missing is " +
      "suppressed: it is under five, or protects one that is.",
  })
  counts!: ReleaseCount[];
  @Field(() => [ReleaseTotal], {
    description: "Lower bounds over all months (发布合计); an area with nothing released has none.",
  })
  totals!: ReleaseTotal[];
}
