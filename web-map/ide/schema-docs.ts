import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from "graphql";

export interface DocEntry {
  name: string;
  signature: string;
  type: string;
  description: string;
}

const fieldEntry = (f: GraphQLField<unknown, unknown> | GraphQLInputField): DocEntry => ({
  name: f.name,
  signature: `${f.name}${
    "args" in f && f.args.length > 0
      ? `(${f.args.map((a: GraphQLArgument) => `${a.name}: ${String(a.type)}`).join(", ")})`
      : ""
  }: ${String(f.type)}`,
  type: getNamedType(f.type).name,
  description: f.description ?? "",
});

/** What a type of the schema holds, to be read; empty for scalars. */
export function describeType(
  schema: GraphQLSchema,
  name: string,
): { description: string; entries: DocEntry[] } {
  const type = schema.getType(name);
  if (isObjectType(type) || isInputObjectType(type))
    return {
      description: type.description ?? "",
      entries: (
        Object.values(type.getFields()) as (GraphQLField<unknown, unknown> | GraphQLInputField)[]
      ).map(fieldEntry),
    };
  if (isEnumType(type))
    return {
      description: type.description ?? "",
      entries: type.getValues().map((v) => ({
        name: v.name,
        signature: v.name,
        type: "",
        description: v.description ?? "",
      })),
    };
  return { description: type?.description ?? "", entries: [] };
}
