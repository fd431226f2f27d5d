import "reflect-metadata";
import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({
  simpleResolvers: true,
  description: "A place that had more than one incident (重复地点).",
})
export class RepeatPlace {
  @Field(() => String, {
    nullable: true,
    description:
      "What it is called (名称), of a place open to the public or of at least 20 households; null: " +
      "one address, within a metre.",
  })
  name!: string | null;
  @Field(() => Int, { description: "Number of incidents there (事件数)." })
  incidents!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Places of incidents, and which had more than one (重复地点).",
})
export class RepeatPlaces {
  @Field(() => Int, { description: "Number of incidents that were looked at (事件数)." })
  incidents!: number;
  @Field(() => Int, { description: "Number of places that they are on (地点数)." })
  placeCount!: number;
  @Field(() => Int, {
    description: "Number of incidents on places that had more than one (重复事件数).",
  })
  repeatIncidents!: number;
  @Field(() => [RepeatPlace], {
    description: "The places that had more than one (重复地点), most first, at most 20.",
  })
  places!: RepeatPlace[];
}
