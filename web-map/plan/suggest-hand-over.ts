import type { Client } from "urql";
import { type GridOperationInput, SuggestedHandOverDocument } from "../gql/graphql.js";
import { type Asked, ask } from "../session/ask.js";
import { operationOf } from "./operation-input.js";
import type { Suggestion } from "./tools/tool.js";

/** The one step that brings a plan's grids nearest to the range; null: no single step does. */
export async function suggestHandOver(
  client: Client,
  id: string,
): Promise<Asked<Suggestion | null>> {
  const { data, fault } = await ask(client, SuggestedHandOverDocument, { id });
  if (fault) return { fault };
  const step = data.gridPlan?.suggestHandOver ?? null;
  return {
    data: step && { ...step, operation: operationOf(step.operation as GridOperationInput) },
  };
}
