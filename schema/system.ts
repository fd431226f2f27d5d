import "reflect-metadata";
import type { Geometry } from "geojson";
import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { LAYER_TYPES } from "./layer-types.js";
import { LAYER_NAMES, type LayerName } from "./layers/index.js";
import { ROLES, type RoleName } from "./roles.js";
import { Day, GeoJSON, Instant, Json } from "./scalars.js";

const enumOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((n) => [n.toUpperCase(), n]));

export const LayerEnum = enumOf(LAYER_NAMES);
registerEnumType(LayerEnum, { name: "LayerName" });
export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, { name: "Role" });

export enum ChangeAction {
  CREATED = "created",
  UPDATED = "updated",
  MOVED = "moved",
  RETIRED = "retired",
  IMPORTED = "imported",
}
registerEnumType(ChangeAction, {
  name: "ChangeAction",
  description: "IMPORTED stands for many rows of a layer at once.",
});

@ObjectType({ simpleResolvers: true, description: "Who is asking." })
export class Viewer {
  @Field(() => String, { description: "anonymous, person or application." })
  kind!: string;
  @Field(() => String, { nullable: true })
  name!: string | null;
  @Field(() => [RoleEnum])
  roles!: RoleName[];
  @Field(() => [Int], { description: "Counties the viewer may ask about." })
  counties!: number[];
  @Field(() => Boolean, {
    description:
      "A purpose was given with this request, so personal fields the roles need are shown and the reading is logged.",
  })
  hasPurpose!: boolean;
  @Field(() => Boolean, { description: "Demonstration sign-in is offered to this caller." })
  demoSignIn!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class Session {
  @Field(() => String, { description: "Bearer token; the page gets it as an HttpOnly cookie." })
  token!: string;
  @Field(() => Viewer)
  viewer!: Viewer;
  @Field(() => Instant)
  expiresAt!: string;
}

@ObjectType({ simpleResolvers: true })
export class County {
  @Field(() => Int)
  id!: number;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  nameEn!: string | null;
  @Field(() => String)
  timeZone!: string;
  @Field(() => [Float], { description: "Centre of its metric projection: longitude and latitude." })
  origin!: number[];
  @Field(() => [Float], { nullable: true, description: "West, south, east, north of its grids." })
  bounds!: number[] | null;
  @Field(() => String)
  codeProfile!: string;
  @Field(() => String)
  gridCodeTemplate!: string;
  @Field(() => Boolean)
  isDemo!: boolean;
  @Field(() => Int, { description: "Raised by every change in it." })
  dataVersion!: number;
}

@ObjectType({ simpleResolvers: true, description: "A code of a code table." })
export class Category {
  @Field(() => String)
  kind!: string;
  @Field(() => String)
  code!: string;
  @Field(() => String, { nullable: true })
  parent!: string | null;
  @Field(() => String)
  nameZh!: string;
  @Field(() => String)
  nameEn!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "A field of a layer, as this viewer may use it.",
})
export class FieldInfo {
  @Field(() => String)
  name!: string;
  @Field(() => String, {
    description: "text, integer, number, boolean, date, instant, code or reference.",
  })
  type!: string;
  @Field(() => String)
  labelZh!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => String, {
    nullable: true,
    description: "Code table of a code, layer of a reference.",
  })
  of!: string | null;
  @Field(() => Boolean)
  required!: boolean;
  @Field(() => Boolean)
  multiline!: boolean;
  @Field(() => Boolean, { description: "May be written by this viewer." })
  editable!: boolean;
  @Field(() => String, {
    description:
      "clear, masked (shown masked), onPurpose (clear once a purpose is given) or hidden.",
  })
  access!: string;
  @Field(() => Float, { nullable: true })
  min!: number | null;
  @Field(() => Float, { nullable: true })
  max!: number | null;
}

@ObjectType({ simpleResolvers: true, description: "A layer, as this viewer may use it." })
export class LayerInfo {
  @Field(() => LayerEnum)
  name!: LayerName;
  @Field(() => String)
  labelZh!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => String)
  geometry!: string;
  @Field(() => Int)
  minZoom!: number;
  @Field(() => String, { nullable: true, description: "Field that categorises it." })
  category!: string | null;
  @Field(() => Boolean, { description: "Has moments: answers to time filters." })
  timed!: boolean;
  @Field(() => [FieldInfo])
  fields!: FieldInfo[];
  @Field(() => Boolean)
  canCreate!: boolean;
  @Field(() => Boolean)
  canEdit!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "One change of one object." })
export class Change {
  @Field(() => ID)
  id!: string;
  @Field(() => ChangeAction)
  action!: ChangeAction;
  @Field(() => Int)
  version!: number;
  @Field(() => Instant)
  at!: string;
  @Field(() => String, { nullable: true })
  actor!: string | null;
  @Field(() => String, { nullable: true })
  reason!: string | null;
  @Field(() => [String], { description: "Names of the fields that changed." })
  fields!: string[];
  @Field(() => Json, {
    nullable: true,
    description: "Their values before, as far as this viewer may see them.",
  })
  before!: unknown;
  @Field(() => Json, { nullable: true, description: "Their values after." })
  after!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "A change somewhere in an area, as it happens." })
export class ChangeEvent {
  @Field(() => LayerEnum)
  layer!: LayerName;
  @Field(() => ID, {
    nullable: true,
    description: "The object; null when many rows changed at once.",
  })
  id!: string | null;
  @Field(() => ChangeAction)
  action!: ChangeAction;
  @Field(() => Int, { nullable: true })
  version!: number | null;
  @Field(() => Instant)
  at!: string;
  @Field(() => Int)
  county!: number;
}

@ObjectType({ simpleResolvers: true, description: "What lies at a point on a day." })
export class Whereabouts {
  @Field(() => County, { nullable: true })
  county!: County | null;
  @Field(() => LAYER_TYPES.villages.object, { nullable: true })
  village!: object | null;
  @Field(() => LAYER_TYPES.grids.object, { nullable: true })
  grid!: object | null;
  @Field(() => LAYER_TYPES.buildings.object, { nullable: true })
  building!: object | null;
}

@ObjectType({ simpleResolvers: true })
export class SearchHit {
  @Field(() => LayerEnum)
  layer!: LayerName;
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  label!: string;
  @Field(() => String, { nullable: true })
  detail!: string | null;
  @Field(() => [Float])
  point!: number[];
  @Field(() => [Float])
  bounds!: number[];
}

export enum JobState {
  WAITING = "waiting",
  RUNNING = "running",
  DONE = "done",
  FAILED = "failed",
  CANCELLED = "cancelled",
}
registerEnumType(JobState, { name: "JobState" });

@ObjectType({ simpleResolvers: true, description: "A piece of long work." })
export class Job {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  kind!: string;
  @Field(() => JobState)
  state!: JobState;
  @Field(() => Float)
  done!: number;
  @Field(() => Float, { nullable: true })
  total!: number | null;
  @Field(() => Json, { nullable: true })
  result!: unknown;
  @Field(() => String, { nullable: true })
  error!: string | null;
  @Field(() => Instant)
  createdAt!: string;
  @Field(() => Instant, { nullable: true })
  finishedAt!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "An area of the public release: grids, or fixed cells, merged until each holds at least 20 households.",
})
export class ReleaseArea {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: "grid or cell." })
  partition!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Int, { description: "Households, rounded to tens." })
  households!: number;
  @Field(() => Float)
  areaKm2!: number;
  @Field(() => GeoJSON)
  geometry!: Geometry;
}

@ObjectType({ simpleResolvers: true })
export class ReleaseCount {
  @Field(() => ID)
  area!: string;
  @Field(() => Day, { description: "First day of the calendar month." })
  month!: string;
  @Field(() => String, { description: "Top-level category." })
  category!: string;
  @Field(() => Int)
  count!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What anonymous callers get: aggregates computed beforehand (docs/decisions/public-release.md).",
})
export class PublicRelease {
  @Field(() => ID)
  id!: string;
  @Field(() => Instant)
  publishedAt!: string;
  @Field(() => Day)
  firstMonth!: string;
  @Field(() => Day, { nullable: true })
  lastMonth!: string | null;
  @Field(() => [ReleaseArea])
  areas!: ReleaseArea[];
  @Field(() => [ReleaseCount], {
    description:
      "Counts of areas by month and top-level category. One that is missing is suppressed: it is under five, or protects one that is.",
  })
  counts!: ReleaseCount[];
}

@ObjectType({ simpleResolvers: true, description: "A request that read personal fields unmasked." })
export class AccessRecord {
  @Field(() => ID)
  id!: string;
  @Field(() => Instant)
  at!: string;
  @Field(() => String)
  viewer!: string;
  @Field(() => [String])
  roles!: string[];
  @Field(() => String)
  purpose!: string;
  @Field(() => String)
  outlet!: string;
  @Field(() => Json)
  what!: unknown;
  @Field(() => Boolean, { description: "Sealed into the hash chain." })
  sealed!: boolean;
}
