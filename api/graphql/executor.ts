import type { GatewayExecutor } from "@apollo/server-gateway-interface";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  visit,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { requestNow } from "../core/request.js";
import { type Cost, costOf, refuseCostly, shownCost, workLimitOf } from "../cost/cost-of.js";
import { leavesWall, refuseBadCredential } from "../http/callers.js";
import { refuseOffWall } from "../policy/walls.js";
import { rewriteForRawNodes } from "../raw-nodes/raw-nodes.js";
import { refuseUnreadable } from "./limits.js";
import { readVariables, withReadVariables } from "./read-variables.js";
import { rootFields } from "./root-fields.js";
import { coerceVariables } from "./variables.js";

const COMPILED_LIMIT = 500;
const NAME_SHOWN = 80;

interface Plan {
  document: DocumentNode;
  schema: GraphQLSchema;
  compiled: CompiledQuery | null;
  hasNul: boolean;
}

/** graphql-jit's errors have no `extensions`, and Apollo's formatter throws on those. */
function withExtensions(error: GraphQLError): GraphQLError {
  if (error.extensions !== undefined) return error;
  const whole = new GraphQLError(error.message, {
    path: error.path,
    originalError: error.originalError ?? undefined,
  });
  Object.defineProperty(whole, "locations", { value: error.locations, enumerable: true });
  return whole;
}

/**
 * Asked about itself, the schema answers as published: without the leaf that only execution knows.
 */
const asksAboutSchema = (document: DocumentNode): boolean => {
  let found = false;
  visit(document, {
    Field(node) {
      found ||= node.name.value === "__schema" || node.name.value === "__type";
    },
  });
  return found;
};

const literalNul = (document: DocumentNode): boolean => {
  let found = false;
  visit(document, {
    StringValue(node) {
      found ||= node.value.includes("\0");
    },
  });
  return found;
};

/** One part of a query was told to come again: so is all of it, for half an answer is of no use. */
const isBusy = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof Refusal && originalError.extensions["code"] === "RETRY";

/**
 * Runs operations compiled, behind Apollo's gateway seam: limits first, then the variables, then
 * the
 * compiled document. What was disclosed is logged before the answer leaves.
 */
export function makeExecutor(publicSchema: GraphQLSchema, schema: GraphQLSchema): GatewayExecutor {
  const plans = new Map<string, Plan>();

  const planOf = (key: string, document: DocumentNode, operationName: string | undefined): Plan => {
    const known = plans.get(key);
    if (known) {
      plans.delete(key);
      plans.set(key, known);
      return known;
    }
    const about = asksAboutSchema(document);
    const rewritten = about ? document : rewriteForRawNodes(document, operationName);
    // What asks about the schema is asked by tools, now and then, and is not worth compiling.
    const compiled = about
      ? null
      : compileQuery(schema, withReadVariables(schema, rewritten), operationName ?? "", {
          customJSONSerializer: false,
        });
    const plan: Plan = {
      document: rewritten,
      schema: about ? publicSchema : schema,
      compiled: compiled && isCompiledQuery(compiled) ? compiled : null,
      hasNul: literalNul(document),
    };
    plans.set(key, plan);
    if (plans.size > COMPILED_LIMIT) plans.delete(plans.keys().next().value!);
    return plan;
  };

  return async ({ document, queryHash, operationName, request, context }) => {
    const contextValue = context as unknown as Context;
    const operation = getOperationAST(document, operationName ?? null)!;
    const here = requestNow();
    if (here && operationName) here.operation = operationName.slice(0, NAME_SHOWN);
    const raw = (request.variables ?? {}) as Record<string, unknown>;
    const workLimit = workLimitOf(contextValue.viewer);
    let cost: Cost | undefined;
    const answer = (result: ExecutionResult) =>
      (cost ? { ...result, extensions: { cost: shownCost(cost, workLimit) } } : result) as never;
    try {
      refuseBadCredential(contextValue.request, operation);
      if (operation.operation === "subscription")
        throw new Refusal(
          "BAD_USER_INPUT",
          "Subscriptions are served over WebSocket (graphql-ws) at this address.",
        );
      if (!leavesWall(contextValue.request, operation))
        refuseOffWall(contextValue.viewer, operation.operation, rootFields(document, operation));
      refuseUnreadable(raw);
      const sizes = await contextValue.services.sizes.get();
      cost = costOf(publicSchema, document, operation, raw, sizes);
      refuseCostly(cost, workLimit);
      const plan = planOf(
        `${queryHash}:${operationName ?? ""}`,
        document,
        operationName ?? undefined,
      );
      if (plan.hasNul) refuseUnreadable("\0");
      const { faults, values } = coerceVariables(schema, operation, raw);
      if (faults.length > 0) return answer({ errors: faults });
      const result = plan.compiled
        ? await (plan.compiled.query(
            undefined,
            contextValue,
            readVariables(schema, operation, raw, values),
          ) as Promise<ExecutionResult>)
        : await execute({
            schema: plan.schema,
            document: plan.document,
            contextValue,
            variableValues: raw,
            operationName,
          });
      await contextValue.logDisclosures(operationName ? { operation: operationName } : {});
      const busy = operation.operation === "query" && result.errors?.find(isBusy);
      if (busy) return answer({ errors: [withExtensions(busy)] });
      if (here && Object.values(result.data ?? {}).some((value) => value !== null))
        here.answered = true;
      return answer(
        result.errors ? { ...result, errors: result.errors.map(withExtensions) } : result,
      );
    } catch (error) {
      if (error instanceof GraphQLError) return answer({ errors: [error] });
      return answer({
        errors: [new GraphQLError("Internal", { originalError: error as Error })],
      });
    }
  };
}
