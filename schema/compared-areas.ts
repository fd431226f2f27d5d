import "reflect-metadata";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { CountedWindow, StatRank, StatRate, StatTotal } from "./incident-stats.js";

@ObjectType({ simpleResolvers: true, description: "One of several areas (一个范围)." })
export class ComparedArea extends StatTotal {
  @Field(() => Int, { description: "Number of incidents in it (涉及事件), whatever their share." })
  incidents!: number;
  @Field(() => Float, {
    description: "Number of those counted that lie in another of the areas too (重叠数量).",
  })
  shared!: number;
  @Field(() => StatRate, {
    nullable: true,
    description:
      "Its rate with `rate` (比率) and the interval of it; null without, where the viewer may not " +
      "count what it is of, and of fewer than 20 households or 100 metres.",
  })
  rate!: StatRate | null;
  @Field(() => StatRank, {
    nullable: true,
    description: "Its places among the areas by rate, or without one by count (排名).",
  })
  rank!: StatRank | null;
}

@ObjectType({ simpleResolvers: true, description: "What lies in two of the areas (两范围重叠)." })
export class AreaOverlap {
  @Field(() => Int, { description: "Number of the first area in the list, from 0 (前一范围)." })
  first!: number;
  @Field(() => Int, { description: "Number of the second area in the list, from 0 (后一范围)." })
  second!: number;
  @Field(() => Float, { description: "Number of incidents that count in both (重叠数量)." })
  count!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "Incidents of several areas side by side (范围对比).",
})
export class AreaComparison {
  @Field(() => [ComparedArea], { description: "As they were asked for (各范围)." })
  areas!: ComparedArea[];
  @Field(() => StatTotal, { description: "All areas together, each incident once (合计)." })
  total!: StatTotal;
  @Field(() => Float, {
    description:
      "Number of those that lie in more than one area (重叠总数): by so many and more the areas sum " +
      "to more than the total.",
  })
  shared!: number;
  @Field(() => [AreaOverlap], {
    description: "Pairs of areas that share incidents (重叠), most shared first.",
  })
  overlaps!: AreaOverlap[];
  @Field(() => CountedWindow, {
    nullable: true,
    description: "Of what time (时段); null where the filter names none.",
  })
  window!: CountedWindow | null;
  @Field(() => CountedWindow, {
    nullable: true,
    description: "What it was compared with (对比时段).",
  })
  compared!: CountedWindow | null;
  @Field(() => Int, { description: "Number of incidents in any of them (涉及事件)." })
  incidents!: number;
  @Field(() => Int, {
    description: "Number of those not known to the hour (时刻不明); with KNOWN, number left out.",
  })
  uncertain!: number;
}
