import "reflect-metadata";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { HouseholdCode } from "./accounts.js";

@ObjectType({
  simpleResolvers: true,
  description: "A household on a card of its group (组卡成员): of those that agreed alone.",
})
export class GroupCardMember {
  @Field(() => String, {
    description: "Surname of whoever agreed first (姓氏); never the full name.",
  })
  surname!: string;
  @Field(() => String, { description: "Where it is found (门牌): building, stair, flat." })
  door!: string;
  @Field(() => Boolean, { description: "Leads the group (组长)." })
  isLeader!: boolean;
  @Field(() => Boolean, { description: "Stands in for the leader (副组长)." })
  isDeputy!: boolean;
  @Field(() => Int, {
    description: "Number of its people who come when a neighbour calls (可应答人数).",
  })
  answers!: number;
  @Field(() => Boolean, { description: "The household that asked, or whose card it is (本户)." })
  isOwn!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What members of a group may know of each other (组卡): no phone, no full name, and nothing of a " +
    "household that did not agree.",
})
export class HouseholdGroupCard {
  @Field(() => ID, { description: "Id of the group (小组)." })
  group!: string;
  @Field(() => ID, { description: "Id of the plan that it is in (分组方案)." })
  plan!: string;
  @Field(() => String, { description: "Code of the group (组编码)." })
  code!: string;
  @Field(() => Int, { description: "Number of the group in its plan (组号), from 1." })
  number!: number;
  @Field(() => String, {
    nullable: true,
    description: "What it is called (组名); null: by its number.",
  })
  name!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Name of its village or community (村、社区).",
  })
  village!: string | null;
  @Field(() => [GroupCardMember], {
    description: "Its households that agreed (成员), the leader first, then by door.",
  })
  members!: GroupCardMember[];
}

@ObjectType({
  simpleResolvers: true,
  description: "One who is called when a household calls (应答户), of those that agreed to answer.",
})
export class Answerer {
  @Field(() => Int, { description: "Number of its turn when all are called (次序), from 1." })
  rank!: number;
  @Field(() => String, { description: "Surname of whoever agreed first (姓氏)." })
  surname!: string;
  @Field(() => String, { description: "Where it is found (门牌): building, stair, flat." })
  door!: string;
  @Field(() => Int, { description: "Number of its people who come (可应答人数)." })
  answers!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "A household's copy of its group's card (户卡).",
})
export class GroupCardCopy {
  @Field(() => ID, { description: "Id of the household that it is handed to (住户)." })
  household!: string;
  @Field(() => String, { description: "Surname of whoever agreed first (姓氏)." })
  surname!: string;
  @Field(() => String, { description: "Where it is handed over (门牌)." })
  door!: string;
  @Field(() => HouseholdCode, {
    nullable: true,
    description: "A fresh one-time code for one phone (联系码), where codes were asked for.",
  })
  code!: HouseholdCode | null;
}

@ObjectType({ simpleResolvers: true, description: "A group's card as it is printed (组卡)." })
export class GroupCard {
  @Field(() => HouseholdGroupCard, { description: "What stands on every copy (卡面)." })
  card!: HouseholdGroupCard;
  @Field(() => [GroupCardCopy], {
    description: "Copies, one for each of its households that agreed (份).",
  })
  copies!: GroupCardCopy[];
}
