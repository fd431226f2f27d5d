import { Ctx, Query, Resolver } from "type-graphql";
import { type Declaration, type Field, isOpen } from "../../schema/declaration.js";
import { type FieldInfo, LayerInfo, RegisterInfo } from "../../schema/declared-info.js";
import { hasOwnPlace, LAYERS, type Layer } from "../../schema/layers/index.js";
import { REGISTERS } from "../../schema/registers/index.js";
import type { Context } from "../core/context.js";
import type { Access } from "../policy/policy.js";
import { isSeen } from "../policy/walls.js";
import { describeField, filterKeys } from "./field-info.js";

const fieldOf = (access: Access, field: Field): FieldInfo =>
  describeField(field, {
    editable:
      !field.derived &&
      !field.bySteps &&
      isOpen(access.layer, field.name) &&
      (access.canEdit || access.canCreate),
    access: access.field(field),
  });

/** What a layer and a register tell alike. */
const described = <D extends Declaration>(access: Access<D>) => {
  const { name, singular, typeName, label, category } = access.layer;
  return {
    name: name as D["name"],
    singular,
    typeName,
    labelZh: label.zh,
    labelEn: label.en,
    category: category ?? null,
    canCreate: access.canCreate && isOpen(access.layer),
    canEdit: access.canEdit,
    fields: access.layer.fields.map((field) => fieldOf(access, field)),
  };
};

const describeLayer = (access: Access<Layer>): LayerInfo => {
  const { layer } = access;
  return {
    ...described(access),
    geometry: layer.geometry,
    minZoom: layer.minZoom,
    timed: layer.time !== undefined,
    dated: layer.dated !== undefined,
    boundary: layer.boundary ?? false,
    ownPlace: hasOwnPlace(layer),
    topCategories: layer.topCategories ?? false,
    filters: filterKeys(layer),
    exportable: layer.exportable,
    place: access.geometry(),
  };
};

/** What is declared, as forms and lists need to know it. */
@Resolver()
export class DeclaredResolver {
  @Query(() => [LayerInfo], {
    description:
      "Layers and fields as this viewer may use them (图层); for a wall those of the map beneath.",
  })
  layers(@Ctx() context: Context): LayerInfo[] {
    return LAYERS.flatMap((layer) => {
      const access = isSeen(context.viewer, layer.name) && context.tryAccess(layer);
      return access ? [describeLayer(access)] : [];
    });
  }

  @Query(() => [RegisterInfo], {
    description: "Registers and fields as this viewer may use them (登记簿).",
  })
  registers(@Ctx() context: Context): RegisterInfo[] {
    return REGISTERS.flatMap((register) => {
      const access = context.tryAccess(register);
      return access ? [described(access)] : [];
    });
  }
}
