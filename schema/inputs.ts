import "reflect-metadata";
import type { Geometry } from "geojson";
import { Field, Float, ID, InputType, Int, registerEnumType } from "type-graphql";
import { GeoJSON } from "./scalars.js";

@InputType({ description: "A circle on the ground." })
export class CircleInput {
  @Field(() => [Float], { description: "Longitude and latitude." })
  center!: number[];
  @Field(() => Float, { description: "Radius in metres, at most 200,000." })
  metres!: number;
}

/** `isOneOf` is set on the built schema (TypeGraphQL knows no @oneOf): exactly one key. */
@InputType({
  description:
    "Where: exactly one of the ways to say it. The same input serves every list, statistic, export and subscription.",
})
export class AreaInput {
  @Field(() => GeoJSON, { nullable: true, description: "A Polygon or MultiPolygon." })
  polygon?: Geometry;
  @Field(() => [Float], { nullable: true, description: "West, south, east, north in degrees." })
  bbox?: number[];
  @Field(() => CircleInput, { nullable: true })
  circle?: CircleInput;
  @Field(() => [ID], {
    nullable: true,
    description:
      "Grids: objects that belong to one of them; for incidents, the grid when it happened.",
  })
  grids?: string[];
  @Field(() => [String], { nullable: true, description: "Codes of villages." })
  villages?: string[];
  @Field(() => Int, { nullable: true, description: "A whole county, by its six digits." })
  county?: number;
}

@InputType({ description: "From min to max, both included; either may be left out." })
export class RangeInput {
  @Field(() => Float, { nullable: true })
  min?: number;
  @Field(() => Float, { nullable: true })
  max?: number;
}

export enum Direction {
  ASC = "ASC",
  DESC = "DESC",
}
registerEnumType(Direction, { name: "Direction" });

export enum CountBy {
  GRID = "GRID",
  CATEGORY = "CATEGORY",
  TOP_CATEGORY = "TOP_CATEGORY",
  DAY = "DAY",
  MONTH = "MONTH",
  HOUR_OF_WEEK = "HOUR_OF_WEEK",
  STATUS = "STATUS",
  LEVEL = "LEVEL",
}
registerEnumType(CountBy, {
  name: "CountBy",
  description:
    "What counts are grouped by. Days, months and hours are the county's local ones; HOUR_OF_WEEK counts from Monday 00:00 as 0 to 167.",
});
