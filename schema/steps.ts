import "reflect-metadata";
import { Field, Int, ObjectType } from "type-graphql";
import type { LayerName, RegisterName } from "./declaration.js";
import { FieldInfo, LayerEnum, RegisterEnum } from "./declared-info.js";
import { Instant, Json } from "./scalars.js";

@ObjectType({ simpleResolvers: true, description: "A step that was taken with an object (步骤)." })
export class Step {
  @Field(() => Int, { description: "Running number of the object's steps, from 1 (序号)." })
  number!: number;
  @Field(() => String, {
    description:
      "What was done (动作), as `machines` lists it; `imported`: it came from elsewhere as it was.",
  })
  action!: string;
  @Field(() => String, { nullable: true, description: "State before (原状态); null: none." })
  from!: string | null;
  @Field(() => String, { description: "State after (新状态)." })
  to!: string;
  @Field(() => Instant, { description: "When (时间)." })
  at!: string;
  @Field(() => String, {
    nullable: true,
    description: "Who (操作人), like person:LOGIN or clock; to others than staff only themselves.",
  })
  actor!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "What that person is called (操作人姓名); null for programs, and to others than staff.",
  })
  actorName!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Why (原因): to those who see what is personal, who wrote it, or who reported it and are told.",
  })
  reason!: string | null;
  @Field(() => Json, {
    nullable: true,
    description: "What its form said (填写内容), as far as this viewer may see it.",
  })
  form!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "What stands in the way of a step (缺少条件)." })
export class MissingPart {
  @Field(() => String, { description: "What it is (代码), for programs." })
  code!: string;
  @Field(() => String, { description: "The same for people, in Chinese (中文说明)." })
  sentenceZh!: string;
  @Field(() => String, { description: "The same for people, in English (英文说明)." })
  sentenceEn!: string;
  @Field(() => String, {
    nullable: true,
    description: "Field of the form that would clear it (字段); null: none.",
  })
  field!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "A step that leads on from where an object stands (可办理动作).",
})
export class PossibleStep {
  @Field(() => String, { description: "The step (动作), as `machines` lists it." })
  action!: string;
  @Field(() => Boolean, { description: "This viewer may take it now (可办理)." })
  allowed!: boolean;
  @Field(() => [MissingPart], {
    description:
      "Why not (缺少条件); empty when it is allowed. What the form must say is not in it.",
  })
  missing!: MissingPart[];
}

@ObjectType({ simpleResolvers: true, description: "A state of a machine (状态)." })
export class MachineState {
  @Field(() => String, { description: "The state (代码), as objects have it." })
  code!: string;
  @Field(() => String, { description: "Label in Chinese (中文标签)." })
  labelZh!: string;
  @Field(() => String, { description: "Label in English (英文标签)." })
  labelEn!: string;
  @Field(() => Boolean, { description: "The matter ends here (终结状态)." })
  end!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "An action of a machine, with its form (动作)." })
export class MachineAction {
  @Field(() => String, { description: "The action (代码)." })
  action!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "The mutation that takes it (变更名称); null: it happens by itself or by creation.",
  })
  mutation!: string | null;
  @Field(() => String, { description: "Label in Chinese (中文标签)." })
  labelZh!: string;
  @Field(() => String, { description: "Label in English (英文标签)." })
  labelEn!: string;
  @Field(() => Boolean, { description: "A reason must be given (须填原因)." })
  reasoned!: boolean;
  @Field(() => [FieldInfo], { description: "What its form asks (填写字段)." })
  fields!: FieldInfo[];
}

@ObjectType({
  simpleResolvers: true,
  description: "States of a layer's objects and the steps between them (流程).",
})
export class MachineInfo {
  @Field(() => LayerEnum, {
    nullable: true,
    description: "Layer of the objects (图层); null where they are of a register.",
  })
  layer!: LayerName | null;
  @Field(() => RegisterEnum, {
    nullable: true,
    description: "Register of the objects (登记类); null where they are of a layer.",
  })
  register!: RegisterName | null;
  @Field(() => [MachineState], { description: "Its states (状态), in their order." })
  states!: MachineState[];
  @Field(() => [MachineAction], { description: "Its actions (动作), in their order." })
  actions!: MachineAction[];
}
