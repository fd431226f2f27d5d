import {
  type DocumentNode,
  GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from "graphql";

/**
 * The compiler writes out an input type field by field, and one that holds itself (a filter within
 * a filter) without end. Variables of such types are read before, by graphql-js, which judges them
 * anyway, and to the compiled document they are values of this scalar, as they are.
 */
const READ = "ReadValue";

/** Adds it to an execution schema; the public one never has it, so no caller can name it. */
export function addReadValues(schema: GraphQLSchema): void {
  schema.getTypeMap()[READ] = new GraphQLScalarType({ name: READ, parseValue: (value) => value });
}

const isObject = (schema: GraphQLSchema, { type }: VariableDefinitionNode): boolean => {
  const declared = typeFromAST(schema, type);
  return isInputType(declared) && isInputObjectType(getNamedType(declared));
};

const asRead = ({ kind, variable }: VariableDefinitionNode): VariableDefinitionNode => ({
  kind,
  variable,
  type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: READ } },
});

/** The document to compile: its variables of input objects are read before it runs. */
export function withReadVariables(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  let changed = false;
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const variableDefinitions = definition.variableDefinitions?.map((variable) => {
      if (!isObject(schema, variable)) return variable;
      changed = true;
      return asRead(variable);
    });
    return variableDefinitions ? { ...definition, variableDefinitions } : definition;
  });
  return changed ? { ...document, definitions } : document;
}

/**
 * Variables as such a document takes them: of input objects what was read of them, or their
 * default, all others as they were sent.
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  raw: Readonly<Record<string, unknown>>,
  coerced: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values = { ...raw };
  for (const definition of operation.variableDefinitions ?? []) {
    if (!isObject(schema, definition)) continue;
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (Object.hasOwn(coerced, name)) values[name] = coerced[name];
    else if (definition.defaultValue && isInputType(type))
      values[name] = valueFromAST(definition.defaultValue, type);
  }
  return values;
}
