import "reflect-metadata";
import { createPubSub } from "@graphql-yoga/subscription";
import type { GraphQLInputObjectType, GraphQLInterfaceType, GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { nodeTypeOf } from "../../schema/node.js";
import { RESOLVERS } from "../domains.js";

/**
 * The whole schema, from its classes. TypeGraphQL knows no @oneOf, so it is set on the built type.
 */
export function buildHearthgridSchema(): GraphQLSchema {
  // The pub/sub is unused: subscriptions bring their own iterables. TypeGraphQL asks for one all
  // the same.
  const schema = buildSchemaSync({ resolvers: RESOLVERS, validate: false, pubSub: createPubSub() });
  for (const name of ["AreaInput", "GridOperationInput", "HotSpotUnitInput"])
    (schema.getType(name) as GraphQLInputObjectType).isOneOf = true;
  // TypeGraphQL's own way to tell a type is asynchronous, which graphql-jit does not wait for.
  (schema.getType("Node") as GraphQLInterfaceType).resolveType = nodeTypeOf;
  return schema;
}
