import "reflect-metadata";
import type { Geometry } from "geojson";
import { Field, Float, ID, InputType, Int, registerEnumType } from "type-graphql";
import { Day, GeoJSON } from "./scalars.js";

@InputType({ description: "A circle on the ground (圆形范围)." })
export class CircleInput {
  @Field(() => [Float], { description: "Longitude and latitude in degrees (圆心), WGS 84." })
  center!: number[];
  @Field(() => Float, { description: "Radius in metres (半径), at most 200,000." })
  metres!: number;
}

@InputType({ description: "An object and what lies near it (对象及周边)." })
export class ObjectAreaInput {
  @Field(() => ID, {
    description:
      "Id of an object (对象) of a layer that you may see: a grid, a village, a building.",
  })
  id!: string;
  @Field(() => Float, {
    nullable: true,
    description:
      "How far around it (周边距离), metres, at most 200,000; of points and lines it is needed. Of " +
      "an object with more than 500 corners (embedded 300) it is TOO_COSTLY.",
  })
  metres?: number | null;
}

/** `isOneOf` is set on the built schema (TypeGraphQL knows no @oneOf): exactly one key. */
@InputType({
  description:
    "Where (范围): exactly one of the ways to say it. The same input serves every list, statistic, " +
    "export and subscription.",
})
export class AreaInput {
  @Field(() => GeoJSON, {
    nullable: true,
    description:
      "Within a Polygon or MultiPolygon (多边形) of at most 500 vertices, signed in 10,000. Of a " +
      "larger one TOO_COSTLY offers a simpler one in extensions.geometry.",
  })
  polygon?: Geometry;
  @Field(() => [Float], {
    nullable: true,
    description: "Within west, south, east, north in degrees (矩形), WGS 84.",
  })
  bbox?: number[];
  @Field(() => CircleInput, { nullable: true, description: "Within a circle (圆形)." })
  circle?: CircleInput;
  @Field(() => [ID], {
    nullable: true,
    description:
      "Ids of grids (网格): objects that belong to one of them; for incidents, the grid when it " +
      "happened.",
  })
  grids?: string[];
  @Field(() => [String], {
    nullable: true,
    description: "Codes of villages (村、社区): objects of their grids.",
  })
  villages?: string[];
  @Field(() => Int, { nullable: true, description: "A whole county, by its six digits (区县)." })
  county?: number;
  @Field(() => ID, {
    nullable: true,
    description:
      "Id of a saved area (已存范围) that is yours or shared with you: what it stands for when it " +
      "is asked.",
  })
  saved?: string;
  @Field(() => ObjectAreaInput, {
    nullable: true,
    description:
      "What an object stands for (对象): a grid's or village's own objects, else what lies in its " +
      "shape, and with metres what lies so near, as exactly as you see its place.",
  })
  object?: ObjectAreaInput;
}

@InputType({ description: "From min to max, both included (数值范围); either may be left out." })
export class RangeInput {
  @Field(() => Float, { nullable: true, description: "At least (最小值), in the field's unit." })
  min?: number;
  @Field(() => Float, { nullable: true, description: "At most (最大值), in the field's unit." })
  max?: number;
}

@InputType({
  description: "From a day, included, until before another (日期范围); either may miss.",
})
export class DayRangeInput {
  @Field(() => Day, { nullable: true, description: "On or after this day (起)." })
  from?: string;
  @Field(() => Day, { nullable: true, description: "Before this day (止), it not included." })
  before?: string;
}

@InputType({
  description:
    "Some hours of some weekdays by the county's clock (时段). Friday 22:00 to 06:00 is the night " +
    "that begins on Friday; a `to` equal to `from` is a whole day.",
})
export class ClockInput {
  @Field(() => [Int], {
    nullable: true,
    description: "Weekdays on which they begin (星期), 1 Monday to 7 Sunday; default all.",
  })
  weekdays?: number[] | null;
  @Field(() => String, { description: "From this time on (起), HH:MM." })
  from!: string;
  @Field(() => String, {
    description: "Before this time (止), HH:MM, up to 24:00; of the next day where not after from.",
  })
  to!: string;
}

export enum Direction {
  ASC = "ASC",
  DESC = "DESC",
}
registerEnumType(Direction, {
  name: "Direction",
  description: "Which way a list is ordered (方向). Empty values come last either way.",
  valuesConfig: {
    ASC: { description: "Smallest, earliest, A first (升序)." },
    DESC: { description: "Largest, latest, Z first (降序)." },
  },
});

export enum CountBy {
  GRID = "GRID",
  CATEGORY = "CATEGORY",
  TOP_CATEGORY = "TOP_CATEGORY",
  DAY = "DAY",
  MONTH = "MONTH",
  WEEKDAY = "WEEKDAY",
  HOUR = "HOUR",
  HOUR_OF_WEEK = "HOUR_OF_WEEK",
  STATUS = "STATUS",
  LEVEL = "LEVEL",
  SOURCE = "SOURCE",
  VILLAGE = "VILLAGE",
}
registerEnumType(CountBy, {
  name: "CountBy",
  description:
    "What counts are grouped by (分组方式). Days, months and hours are the county's local ones.",
  valuesConfig: {
    GRID: { description: "By grid (网格); the key is the grid's id." },
    CATEGORY: { description: "By the layer's code of kind, use or category (类别)." },
    TOP_CATEGORY: { description: "By the first two digits of the category (大类)." },
    DAY: { description: "By local day (日), like 2026-03-01." },
    MONTH: { description: "By local month (月), like 2026-03." },
    WEEKDAY: { description: "By local weekday (星期), Monday 1 to Sunday 7." },
    HOUR: { description: "By local hour of the day (小时), 0 to 23." },
    HOUR_OF_WEEK: { description: "By hour of the week (周内小时), Monday 00:00 is 0, to 167." },
    STATUS: { description: "By status (状态)." },
    LEVEL: { description: "By level (等级), 1 to 4." },
    SOURCE: { description: "By the way it was reported (来源)." },
    VILLAGE: {
      description: "By the village of its grid (村、社区); the key is the village's code.",
    },
  },
});
