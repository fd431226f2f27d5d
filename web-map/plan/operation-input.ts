import type { GridOperation } from "../../geo/coverage/operation.js";
import type { GridOperationInput } from "../gql/graphql.js";

/** An operation as the service takes it: `{ moveNode: { from, to } }`. */
export function operationInput({ kind, ...fields }: GridOperation): GridOperationInput {
  const key = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { [key]: fields } as unknown as GridOperationInput;
}
