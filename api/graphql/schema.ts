import "reflect-metadata";
import { createPubSub } from "@graphql-yoga/subscription";
import type { GraphQLInputObjectType, GraphQLInterfaceType, GraphQLSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { LAYERS } from "../../schema/layers/index.js";
import { nodeTypeOf } from "../../schema/node.js";
import { AccessLogResolver } from "../access-log/access-log.resolver.js";
import { AccountsResolver } from "../accounts/accounts.resolver.js";
import { AdministrationResolver } from "../accounts/administration.resolver.js";
import { ApiKeysResolver } from "../accounts/api-keys.resolver.js";
import { CountiesResolver } from "../counties/counties.resolver.js";
import { HistoryResolver } from "../history/history.resolver.js";
import { JobsResolver } from "../jobs/jobs.resolver.js";
import { ChangesResolver } from "../layers/changes.resolver.js";
import { connectionResolver, layerResolver } from "../layers/layer.resolver.js";
import { NodesResolver } from "../nodes/nodes.resolver.js";
import { ReleaseResolver } from "../release/release.resolver.js";
import { SearchResolver } from "../search/search.resolver.js";

/**
 * The whole schema, from its classes. TypeGraphQL knows no @oneOf, so it is set on the built type.
 */
export function buildHearthgridSchema(): GraphQLSchema {
  const resolvers = [
    AccountsResolver,
    AdministrationResolver,
    ApiKeysResolver,
    CountiesResolver,
    NodesResolver,
    SearchResolver,
    HistoryResolver,
    ChangesResolver,
    JobsResolver,
    ReleaseResolver,
    AccessLogResolver,
    ...LAYERS.flatMap((layer) => [layerResolver(layer), connectionResolver(layer)]),
  ] as unknown as NonEmptyArray<new () => object>;
  // The pub/sub is unused: subscriptions bring their own iterables. TypeGraphQL asks for one all
  // the same.
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub: createPubSub() });
  (schema.getType("AreaInput") as GraphQLInputObjectType).isOneOf = true;
  // TypeGraphQL's own way to tell a type is asynchronous, which graphql-jit does not wait for.
  (schema.getType("Node") as GraphQLInterfaceType).resolveType = nodeTypeOf;
  return schema;
}
