import type { GridOperation } from "../../geo/coverage/operation.js";
import type { GridOperationInput } from "../gql/graphql.js";

/** The reverse of `operationInput`. */
export function operationOf(input: GridOperationInput): GridOperation {
  const [[key, fields]] = Object.entries(input) as [[string, object]];
  const kind = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { kind, ...fields } as GridOperation;
}

/** An operation as the service takes it: `{ moveNode: { from, to } }`. */
export function operationInput({ kind, ...fields }: GridOperation): GridOperationInput {
  const key = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { [key]: fields } as unknown as GridOperationInput;
}
