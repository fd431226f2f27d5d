import "reflect-metadata";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { Said } from "./hot-spots.js";

@ObjectType({
  simpleResolvers: true,
  description: "A point of the curve of concentration (曲线点).",
})
class ConcentrationPoint {
  @Field(() => Float, { description: "Share of the places, 0 to 1, busiest first (单元占比)." })
  places!: number;
  @Field(() => Float, { description: "Share of the incidents in them, 0 to 1 (事件占比)." })
  incidents!: number;
}

@ObjectType({ simpleResolvers: true, description: "How uneven places are (集中程度)." })
class ConcentrationFigures {
  @Field(() => Float, {
    description: "Gini coefficient (基尼系数), 0 to 1: 0 all alike, 1 all in one place.",
  })
  gini!: number;
  @Field(() => Float, {
    description:
      "The same, 0 to 1, against the evenest spread that so few incidents can have (校正基尼系数; " +
      "Bernasco and Steenbeek 2017): to be compared between maps.",
  })
  adjustedGini!: number;
  @Field(() => Float, {
    description:
      "What that would be, 0 to 1, had they fallen on the places at random (随机基尼系数): only what " +
      "lies above is concentration.",
  })
  chanceGini!: number;
  @Field(() => Float, { description: "Share of places, 0 to 1, with half of all (过半所需单元)." })
  placesForHalf!: number;
  @Field(() => Float, { description: "Share of places, 0 to 1, with 80 % (八成所需单元)." })
  placesForEighty!: number;
  @Field(() => Float, {
    description: "Share of incidents, 0 to 1, in the busiest fifth of places (前两成占比).",
  })
  shareOfTopFifth!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "What share of incidents stands in what share of places (集中度).",
})
export class ConcentrationOfIncidents {
  @Field(() => Int, { description: "Number of incidents in these places (事件数)." })
  incidents!: number;
  @Field(() => Int, { description: "Number of cells or areas, the empty ones too (单元数)." })
  places!: number;
  @Field(() => Int, { description: "Number of those that hold incidents (有事单元)." })
  held!: number;
  @Field(() => ConcentrationFigures, {
    nullable: true,
    description: "How uneven they are (集中程度); null with a reason.",
  })
  figures!: ConcentrationFigures | null;
  @Field(() => [ConcentrationPoint], {
    description: "The curve from 0 to all (集中曲线), 101 points at most.",
  })
  curve!: ConcentrationPoint[];
  @Field(() => Said, { description: "The method (方法)." })
  method!: Said;
  @Field(() => Said, { description: "Where zeros count (掩膜)." })
  mask!: Said;
  @Field(() => Float, {
    nullable: true,
    description: "Metres between centres (单元边长); null of areas.",
  })
  cellMetres!: number | null;
  @Field(() => Said, { nullable: true, description: "Why there is nothing to tell (原因)." })
  reason!: Said | null;
  @Field(() => [Said], { description: "What to know before believing it (注意)." })
  warnings!: Said[];
}
