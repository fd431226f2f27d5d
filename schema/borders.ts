import "reflect-metadata";
import { Field, Float, ObjectType } from "type-graphql";

@ObjectType({
  simpleResolvers: true,
  description:
    "The border of a grid in words (四至边界): clockwise along streets and waters that have names, " +
    "from a bridge or crossing that has one.",
})
export class BorderInWords {
  @Field(() => String, { description: "In Chinese (中文)." })
  zh!: string;
  @Field(() => String, { description: "In English (英文); names as they are." })
  en!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "What is posted about a grid in public (公示), beside its code, name and phone.",
})
export class GridPosting {
  @Field(() => String, { nullable: true, description: "Name of its village (所属村、社区)." })
  village!: string | null;
  @Field(() => Float, { description: "Square metres (面积)." })
  areaM2!: number;
  @Field(() => String, {
    nullable: true,
    description:
      "The grid station that answers for it, or else its village's committee (管理机构).",
  })
  office!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Phone of that office, not of a person (机构电话).",
  })
  officePhone!: string | null;
}
