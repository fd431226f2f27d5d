import "reflect-metadata";
import { Field, ObjectType, registerEnumType } from "type-graphql";
import { REGISTER_NAMES, type RegisterName } from "./declaration.js";
import { labelled } from "./describe.js";
import { REGISTERS } from "./registers/index.js";
import { FieldInfo } from "./system.js";

const RegisterEnum = Object.fromEntries(REGISTER_NAMES.map((n) => [n.toUpperCase(), n]));
registerEnumType(RegisterEnum, {
  name: "RegisterName",
  description: "The registers (登记簿): records without a place of their own.",
  valuesConfig: Object.fromEntries(
    REGISTERS.map((r) => [r.name.toUpperCase(), { description: labelled(r.label) }]),
  ),
});

@ObjectType({
  simpleResolvers: true,
  description: "A register, as this viewer may use it (登记簿).",
})
export class RegisterInfo {
  @Field(() => RegisterEnum, { description: "Name of the register (登记簿名)." })
  name!: RegisterName;
  @Field(() => String, { description: "Label in Chinese (中文标签)." })
  labelZh!: string;
  @Field(() => String, { description: "Label in English (英文标签)." })
  labelEn!: string;
  @Field(() => String, {
    nullable: true,
    description: "Field that categorises it (分类字段); null: none.",
  })
  category!: string | null;
  @Field(() => [FieldInfo], { description: "Its fields (字段)." })
  fields!: FieldInfo[];
  @Field(() => Boolean, { description: "This viewer may create records in it (可新建)." })
  canCreate!: boolean;
  @Field(() => Boolean, { description: "This viewer may change records in it (可修改)." })
  canEdit!: boolean;
}
