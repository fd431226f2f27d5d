import { Ctx, Query, Resolver } from "type-graphql";
import type { Field } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { LAYERS, type Layer } from "../../schema/layers/index.js";
import { RegisterInfo } from "../../schema/register-info.js";
import { REGISTERS, type Register } from "../../schema/registers/index.js";
import { type FieldInfo, LayerInfo } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import type { Access } from "../policy/policy.js";

/** A bound, or the names of its steps, where the field's type has some. */
function rangeOf(type: Field["type"]): Pick<FieldInfo, "min" | "max" | "scale"> {
  const { min, max } = type.kind === "integer" || type.kind === "number" ? type : {};
  const steps = type.kind === "integer" ? (type.scale ?? []) : [];
  return {
    min: min ?? null,
    max: max ?? null,
    scale: steps.map((step, i) => ({ value: i + 1, labelZh: step.zh, labelEn: step.en })),
  };
}

const describeField = (access: Access, field: Field): FieldInfo => {
  const { type } = field;
  return {
    name: inputName(field),
    type: type.kind,
    labelZh: field.label.zh,
    labelEn: field.label.en,
    of: type.kind === "code" ? type.table : type.kind === "reference" ? type.to : null,
    required: field.required ?? false,
    multiline: type.kind === "text" && (type.multiline ?? false),
    editable: !field.derived && (access.canEdit || access.canCreate),
    access: access.field(field),
    ...rangeOf(type),
  };
};

const describeLayer = (access: Access<Layer>): LayerInfo => {
  const { layer } = access;
  return {
    name: layer.name,
    labelZh: layer.label.zh,
    labelEn: layer.label.en,
    geometry: layer.geometry,
    minZoom: layer.minZoom,
    category: layer.category ?? null,
    timed: layer.time !== undefined,
    place: access.geometry(),
    canCreate: access.canCreate,
    canEdit: access.canEdit,
    futureOnly: (access.canCreate || access.canEdit) && access.aheadOnly(),
    fields: layer.fields.map((field) => describeField(access, field)),
  };
};

const describeRegister = (access: Access<Register>): RegisterInfo => {
  const { layer: register } = access;
  return {
    name: register.name,
    labelZh: register.label.zh,
    labelEn: register.label.en,
    category: register.category ?? null,
    canCreate: access.canCreate,
    canEdit: access.canEdit,
    fields: register.fields.map((field) => describeField(access, field)),
  };
};

/** What is declared, as forms and lists need to know it. */
@Resolver()
export class DeclaredResolver {
  @Query(() => [LayerInfo], {
    description: "Layers and fields as this viewer may use them (图层).",
  })
  layers(@Ctx() context: Context): LayerInfo[] {
    return LAYERS.flatMap((layer) => {
      const access = context.tryAccess(layer);
      return access ? [describeLayer(access)] : [];
    });
  }

  @Query(() => [RegisterInfo], {
    description: "Registers and fields as this viewer may use them (登记簿).",
  })
  registers(@Ctx() context: Context): RegisterInfo[] {
    return REGISTERS.flatMap((register) => {
      const access = context.tryAccess(register);
      return access ? [describeRegister(access)] : [];
    });
  }
}
