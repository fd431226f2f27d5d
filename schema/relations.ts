import "reflect-metadata";
import { Field as GqlField, Int, ObjectType } from "type-graphql";
import type { Declaration, Field } from "./declaration.js";
import { LayerEnum } from "./declared-info.js";
import { registerTexts } from "./enums.js";
import { LAYERS, type Layer, type LayerName } from "./layers/index.js";
import { Json } from "./scalars.js";

/** What of a layer belongs to an object of another, as the declarations of both say it. */
export type Related =
  | { by: "reference"; layer: Layer; field: Field }
  | { by: "within"; layer: Layer; as: "village" | "ground" }
  | { by: "near"; layer: Layer; metres: number };

/** Belongs to a grid, or is one: known by its village without looking at the ground. */
const isMember = ({ scope }: Declaration) => scope === "grid" || scope === "self-grid";

/** Rows that name the object, that lie in it, that happen or stand beside it. */
function relatedIn(layer: Layer, declaration: Declaration): Related[] {
  if (declaration.scope === "village" && isMember(layer))
    return [{ by: "within", layer, as: "village" }];
  const naming = layer.fields.filter(
    ({ type, codeOf }) =>
      codeOf === declaration.name || (type.kind === "reference" && type.to === declaration.name),
  );
  if (naming.length > 0) return naming.map((field) => ({ by: "reference", layer, field }));
  if (layer === declaration) return [];
  if (declaration.geometry === "MultiPolygon" && layer.scope === "grid" && !layer.joins)
    return [{ by: "within", layer, as: "ground" }];
  const { near } = declaration as Layer;
  return near !== undefined && layer.near !== undefined
    ? [{ by: "near", layer, metres: Math.min(near, layer.near) }]
    : [];
}

const known = new Map<Declaration, Related[]>();

/** All that is told with an object of a layer or register, in the order of the layers. */
export function relatedTo(declaration: Declaration): readonly Related[] {
  let related = known.get(declaration);
  if (!related) {
    related = LAYERS.flatMap((layer) => relatedIn(layer, declaration));
    known.set(declaration, related);
  }
  return related;
}

const RelationKind = registerTexts("RelationKind", "How things belong together (关联方式).", {
  reference: "They name the object in a field (引用).",
  within: "They lie in it (范围内).",
  near: "They are near it (附近).",
});

@ObjectType({
  simpleResolvers: true,
  description: "What of a layer belongs to an object (关联): how many, and how to list them.",
})
export class Relation {
  @GqlField(() => LayerEnum, { description: "Layer of what belongs to it (图层)." })
  layer!: LayerName;
  @GqlField(() => RelationKind, { description: "How it belongs to it (关联方式)." })
  by!: string;
  @GqlField(() => String, {
    nullable: true,
    description: "Field by which it names the object (引用字段); null where it lies there.",
  })
  field!: string | null;
  @GqlField(() => Int, {
    nullable: true,
    description: "Metres within which it is (距离); null where it is not about nearness.",
  })
  metres!: number | null;
  @GqlField(() => Int, { description: "Number of rows that the viewer may list (数量)." })
  count!: number;
  @GqlField(() => Json, {
    description: "Filter of the layer's list that finds just these rows (筛选条件).",
  })
  filter!: Record<string, unknown>;
}
