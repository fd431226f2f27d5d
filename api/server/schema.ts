import "reflect-metadata";
import { createPubSub } from "@graphql-yoga/subscription";
import type { GraphQLInputObjectType, GraphQLSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { LAYERS } from "../../schema/layers/index.js";
import { AccessLogResolver } from "../access-log/access-log.resolver.js";
import { AccountsResolver } from "../accounts/accounts.resolver.js";
import { CountiesResolver } from "../counties/counties.resolver.js";
import { HistoryResolver } from "../history/history.resolver.js";
import { JobsResolver } from "../jobs/jobs.resolver.js";
import { ChangesResolver } from "../layers/changes.resolver.js";
import { connectionResolver, layerResolver } from "../layers/layer.resolver.js";
import { ReleaseResolver } from "../release/release.resolver.js";
import { SearchResolver } from "../search/search.resolver.js";

/**
 * The whole schema, from its classes. TypeGraphQL knows no @oneOf, so it is set on the built type.
 */
export function buildHearthgridSchema(): GraphQLSchema {
  const resolvers = [
    AccountsResolver,
    CountiesResolver,
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
  return schema;
}
