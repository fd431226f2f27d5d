import "reflect-metadata";
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { LAYER_NAMES, type LayerName, REGISTER_NAMES, type RegisterName } from "./declaration.js";
import { labelled } from "./describe.js";
import { type Described, enumKey, enumOf, registerTexts } from "./enums.js";
import { LAYERS } from "./layers/index.js";
import { REGISTERS } from "./registers/index.js";

export const LayerEnum = enumOf(LAYER_NAMES);
registerEnumType(LayerEnum, {
  name: "LayerName",
  description: "The layers (图层).",
  valuesConfig: Object.fromEntries(
    LAYERS.map((l) => [enumKey(l.name), { description: labelled(l.label) }]),
  ) as Described,
});
export const RegisterEnum = enumOf(REGISTER_NAMES);
registerEnumType(RegisterEnum, {
  name: "RegisterName",
  description: "The registers (登记簿): records without a place of their own.",
  valuesConfig: Object.fromEntries(
    REGISTERS.map((r) => [enumKey(r.name), { description: labelled(r.label) }]),
  ),
});

const FieldKind = registerTexts("FieldKind", "What the values of a field are (字段类型).", {
  text: "Text (文字).",
  integer: "A whole number (整数).",
  number: "A number (数值).",
  boolean: "Yes or no (是否).",
  date: "A calendar day (日期).",
  instant: "A moment (时刻).",
  code: "A code of a code table (代码).",
  area: "An area (范围), as AreaInput says it.",
  json: "An object of a form of its own (对象).",
  reference: "The id of an object of a layer or register (引用).",
});

const FieldAccess = registerTexts("FieldAccess", "How a viewer sees a field (可见程度).", {
  clear: "As it is (明文).",
  masked: "Masked (脱敏): 王**, 138****1234.",
  onPurpose: "As it is once a purpose is given, and logged (说明用途后可见).",
  hidden: "Not at all: null (不可见).",
});

const GeometryEnum = registerTexts(
  "GeometryKind",
  "What the geometries of a layer are (几何类型).",
  {
    Point: "Points (点).",
    MultiLineString: "Lines of one or more parts (线).",
    MultiPolygon: "Areas of one or more parts (面).",
    Geometry: "Any of them (任意).",
  },
);

@ObjectType({ simpleResolvers: true, description: "A number of a scale and its name (级别)." })
export class ScaleStep {
  @Field(() => Int, { description: "The number (值)." })
  value!: number;
  @Field(() => String, { description: "What it is called in Chinese (中文名称)." })
  labelZh!: string;
  @Field(() => String, { description: "What it is called in English (英文名称)." })
  labelEn!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "A field of a layer, as this viewer may use it (字段).",
})
export class FieldInfo {
  @Field(() => String, { description: "Name in GraphQL (字段名)." })
  name!: string;
  @Field(() => FieldKind, { description: "What its values are (类型)." })
  type!: string;
  @Field(() => String, { description: "Label in Chinese (中文标签)." })
  labelZh!: string;
  @Field(() => String, { description: "Label in English (英文标签)." })
  labelEn!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Code table of a code, layer of a reference or of what a text is the code of (取值来源); " +
      "null for others.",
  })
  of!: string | null;
  @Field(() => Boolean, { description: "Must be given on creation (必填)." })
  required!: boolean;
  @Field(() => Boolean, { description: "May hold line breaks (多行文字)." })
  multiline!: boolean;
  @Field(() => Boolean, { description: "May be written by this viewer (可编辑)." })
  editable!: boolean;
  @Field(() => FieldAccess, { description: "How this viewer sees it (可见程度)." })
  access!: string;
  @Field(() => Float, {
    nullable: true,
    description: "Smallest value (最小值), in the field's unit; null: none.",
  })
  min!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Largest value (最大值), in the field's unit; null: none.",
  })
  max!: number | null;
  @Field(() => [ScaleStep], {
    description: "What its whole numbers are called (级别名称); empty where they are only numbers.",
  })
  scale!: ScaleStep[];
}

@ObjectType({
  simpleResolvers: true,
  description: "A key of a layer's filter and what it asks (筛选项).",
})
export class FilterKey {
  @Field(() => String, { description: "The key in the layer's filter (键), like categories." })
  key!: string;
  @Field(() => [String], {
    description:
      "The fields it asks (字段): one, or for `text` all in which a part of a text is looked for.",
  })
  fields!: string[];
}

@ObjectType({ simpleResolvers: true, description: "A layer, as this viewer may use it (图层)." })
export class LayerInfo {
  @Field(() => LayerEnum, { description: "Name of the layer (图层名)." })
  name!: LayerName;
  @Field(() => String, {
    description: "How one of its objects is called (单个对象), like incident.",
  })
  singular!: string;
  @Field(() => String, { description: "GraphQL type of its objects (类型名), like Incident." })
  typeName!: string;
  @Field(() => String, { description: "Label in Chinese (中文标签)." })
  labelZh!: string;
  @Field(() => String, { description: "Label in English (英文标签)." })
  labelEn!: string;
  @Field(() => GeometryEnum, { description: "What its geometries are (几何类型)." })
  geometry!: string;
  @Field(() => Int, { description: "Zoom from which tiles hold single objects (起始级别)." })
  minZoom!: number;
  @Field(() => String, {
    nullable: true,
    description: "Field that categorises it (分类字段); null: none.",
  })
  category!: string | null;
  @Field(() => Boolean, { description: "Has moments: answers to time filters (有时间)." })
  timed!: boolean;
  @Field(() => Boolean, {
    description: "Its objects hold from one day until before another (有生效期): answers to `on`.",
  })
  dated!: boolean;
  @Field(() => Boolean, {
    description: "Its objects share borders (共边): drawn where no gap and no overlap can arise.",
  })
  boundary!: boolean;
  @Field(() => Boolean, {
    description: "A place is given with an object and can be moved (自有位置); else it follows.",
  })
  ownPlace!: boolean;
  @Field(() => Boolean, {
    description: "Its categories have a level above that counts and tiles show (有大类).",
  })
  topCategories!: boolean;
  @Field(() => FieldAccess, {
    description:
      "How this viewer sees exact places (精确位置): clear, onPurpose (after a purpose is given), " +
      "masked (a coarse place instead) or hidden. Tiles carry coarse places as counts.",
  })
  place!: string;
  @Field(() => [FieldInfo], { description: "Its fields (字段)." })
  fields!: FieldInfo[];
  @Field(() => [FilterKey], {
    description: "By which keys of its filter its fields are asked (筛选项).",
  })
  filters!: FilterKey[];
  @Field(() => Boolean, { description: "Its rows can be exported as a file (可导出)." })
  exportable!: boolean;
  @Field(() => Boolean, { description: "This viewer may create objects in it (可新建)." })
  canCreate!: boolean;
  @Field(() => Boolean, { description: "This viewer may change objects in it (可修改)." })
  canEdit!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: "A register, as this viewer may use it (登记簿).",
})
export class RegisterInfo {
  @Field(() => RegisterEnum, { description: "Name of the register (登记簿名)." })
  name!: RegisterName;
  @Field(() => String, {
    description: "How one of its objects is called (单个对象), like incident.",
  })
  singular!: string;
  @Field(() => String, { description: "GraphQL type of its objects (类型名), like Incident." })
  typeName!: string;
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
