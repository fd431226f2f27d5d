import "reflect-metadata";
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Day, Instant } from "./scalars.js";

export enum UsualState {
  BELOW = "BELOW",
  USUAL = "USUAL",
  ABOVE = "ABOVE",
  UNKNOWN = "UNKNOWN",
}
registerEnumType(UsualState, {
  name: "UsualState",
  description: "How a day stands to what is usual (是否平常).",
  valuesConfig: {
    BELOW: { description: "Fewer than usual (偏低)." },
    USUAL: { description: "Nothing out of the ordinary (正常)." },
    ABOVE: { description: "More than usual (偏高)." },
    UNKNOWN: { description: "Fewer than eight weeks are known (不足)." },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: "What is usual of this weekday up to this hour (平日范围): not a forecast.",
})
export class UsualCount {
  @Field(() => Float, { description: "Number of incidents on such a day (平日数量), the mean." })
  expected!: number;
  @Field(() => Int, {
    description: "The least number (下限) on about 80 of 100 such days.",
  })
  low!: number;
  @Field(() => Int, {
    description: "The most (上限) on about 80 of 100 such days, a number of incidents.",
  })
  high!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A village or community that has had more incidents than usual for some days (连日偏高): a rise " +
    "that shuffled days of its own make once in more than 90 days.",
})
export class AboveUsualVillage {
  @Field(() => Int, { description: "Code of its county (区县), six digits." })
  county!: number;
  @Field(() => String, { description: "Its code (村、社区代码)." })
  village!: string;
  @Field(() => String, { nullable: true, description: "Its name (名称)." })
  name!: string | null;
  @Field(() => Day, { description: "The day on which the rise began (起始日)." })
  since!: string;
  @Field(() => Int, { description: "Number of incidents from that day to yesterday (数量)." })
  count!: number;
  @Field(() => Float, { description: "Number usual in as many days (平日数量)." })
  expected!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Today so far against what is usual (今日).",
})
export class Today {
  @Field(() => Instant, { description: "Until when it is counted (截至), by the service's clock." })
  at!: string;
  @Field(() => Day, { description: "The day in the county (日期)." })
  day!: string;
  @Field(() => Int, { description: "Number of incidents that began today (今日事件)." })
  count!: number;
  @Field(() => UsualCount, {
    nullable: true,
    description: "What is usual (平日范围); null in a county's first eight weeks.",
  })
  usual!: UsualCount | null;
  @Field(() => UsualState, { description: "How today stands to it (是否平常)." })
  state!: UsualState;
  @Field(() => [AboveUsualVillage], {
    description: "Villages above usual in the last days (连日偏高), the surest first, at most 20.",
  })
  above!: AboveUsualVillage[];
}
