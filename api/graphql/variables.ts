import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from "graphql";
import { Refusal } from "../core/refusal.js";

const FAULT_LIMIT = 10;
const LENGTH_LIMIT = 300;

/** A request's variables by their names, and what is wrong with them. */
interface CoercedVariables {
  values: Record<string, unknown>;
  faults: GraphQLError[];
}

/**
 * A request's variables as their types have them. What is wrong with them tells name, path and
 * reason: graphql-js says the same and quotes the whole value, and inputs are not echoed, for they
 * may be personal.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): CoercedVariables {
  const values: Record<string, unknown> = {};
  const faults: GraphQLError[] = [];
  const add = (at: string, reason: string, extensions: Record<string, unknown> = {}) => {
    if (faults.length < FAULT_LIMIT)
      faults.push(
        new Refusal("BAD_USER_INPUT", `${at}: ${reason}`.slice(0, LENGTH_LIMIT), extensions),
      );
  };
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) {
      add(`$${name}`, `${print(definition.type)} is not an input type.`);
      continue;
    }
    if (!Object.hasOwn(variables, name) || variables[name] === undefined) {
      if (isNonNullType(type) && !definition.defaultValue) add(`$${name}`, "is required.");
      continue;
    }
    values[name] = coerceInputValue(variables[name], type, (path, _value, error) => {
      const from = error.originalError instanceof GraphQLError ? error.originalError : error;
      add(
        `$${name}${path.map((p) => (typeof p === "number" ? `[${p}]` : `.${p}`)).join("")}`,
        from.message,
        from.extensions,
      );
    });
  }
  return { values, faults };
}
