import type { Geometry } from "geojson";
import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { type Declaration, isOwn } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import { described } from "../../schema/describe.js";
import { CountBy } from "../../schema/inputs.js";
import { CountRow, inputName, LAYER_TYPES, layerDescription } from "../../schema/layer-types.js";
import { hasOwnPlace } from "../../schema/layers/index.js";
import { GeoJSON } from "../../schema/scalars.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { RAW_FIELD, rawSelections } from "../raw-nodes/raw-selection.js";
import type { Nodes } from "../raw-nodes/write-nodes.js";
import { createOne, retireOne, updateOne } from "../writing/change-one.js";
import type { Row } from "./layer.queries.js";
import { type ListArguments, layerService } from "./layer.service.js";
import { columnNames } from "./select.js";
import { childrenOf, type SelectedField, selectedFields } from "./selected-fields.js";

/**
 * Names to select for an object: its own fields, the id of each reference that is followed, and its
 * own where something else is told of it, such as its steps.
 */
export function columnsFor(layer: Declaration, fields: readonly SelectedField[]): string[] {
  const names = new Set<string>();
  const columns = columnNames(layer);
  for (const { name } of fields) {
    const reference = layer.fields.find((f) => f.type.kind === "reference" && f.name === name);
    names.add(reference ? inputName(reference) : columns.has(name) ? name : "id");
  }
  return [...names];
}

interface ConnectionRow {
  nodes: Row[];
  edges: { cursor: string; node: Row }[];
  pageInfo: object;
  list: ListArguments;
  rawNodes?: Nodes;
}

type Resolvers = new () => object;
/**
 * TypeGraphQL's own parameter decorators, called as functions: the layers are declared, not written
 * out twelve times.
 */
type Decorate = ReturnType<typeof Ctx>;

const asType =
  <T>(value: T) =>
  () =>
    value as never;

/** Queries and mutations of one layer or register: arguments in, service calls out, nothing else. */
export function layerResolver(layer: Declaration): Resolvers {
  const types = LAYER_TYPES[layer.name];

  @Resolver(asType(types.object))
  class LayerResolver {
    async list(
      context: Context,
      info: GraphQLResolveInfo,
      filter: unknown,
      orderBy: unknown,
      first: number | null,
      after: string | null,
    ): Promise<ConnectionRow> {
      const asked = selectedFields(info);
      const nodes = [
        ...childrenOf(asked, "nodes"),
        ...childrenOf(childrenOf(asked, "edges"), "node"),
      ];
      const args: ListArguments = {
        filter: filter as never,
        orderBy: orderBy as never,
        first,
        after,
      };
      const raw = asked.find((f) => f.name === RAW_FIELD);
      if (raw)
        return this.rawList(
          context,
          args,
          raw,
          asked.some((f) => f.name === "pageInfo"),
        );
      const wantsRows = asked.some(
        (f) => f.name === "nodes" || f.name === "edges" || f.name === "pageInfo",
      );
      if (!wantsRows) {
        context.access(layer);
        return { nodes: [], edges: [], pageInfo: {}, list: args };
      }
      const cursors = childrenOf(asked, "edges").some((f) => f.name === "cursor")
        ? "all"
        : asked.some((f) => f.name === "pageInfo")
          ? "ends"
          : "none";
      const page = await layerService.list(context, layer, args, {
        fields: columnsFor(layer, nodes),
        cursors,
      });
      return {
        nodes: page.rows,
        list: args,
        edges: page.rows.map((node, i) => ({ node, cursor: page.cursors[i] ?? "" })),
        pageInfo: {
          hasNextPage: page.hasNextPage,
          hasPreviousPage: after != null,
          startCursor: page.cursors[0] ?? null,
          endCursor: page.cursors.at(-1) ?? null,
        },
      };
    }

    /** The list whose nodes stay bytes; see api/raw-nodes/raw-nodes.ts. */
    private async rawList(
      context: Context,
      list: ListArguments,
      raw: SelectedField,
      ends: boolean,
    ): Promise<ConnectionRow> {
      const columns = rawSelections.get(raw.node)!;
      const page = await layerService.packets(context, layer, list, columns, ends);
      const pageInfo = {
        hasNextPage: page.hasNextPage,
        hasPreviousPage: list.after != null,
        startCursor: page.start,
        endCursor: page.end,
      };
      return { nodes: [], edges: [], list, rawNodes: page.nodes, pageInfo };
    }

    one(context: Context, info: GraphQLResolveInfo, id: string): Promise<Row | null> {
      return layerService.byId(context, layer, id, columnsFor(layer, selectedFields(info)));
    }

    async create(
      context: Context,
      info: GraphQLResolveInfo,
      input: never,
      idempotencyKey: string | null,
      reason: string | null,
    ): Promise<Row> {
      return this.written(
        context,
        info,
        await createOne(context, layer, { input, idempotencyKey, reason }),
      );
    }

    async update(
      context: Context,
      info: GraphQLResolveInfo,
      id: string,
      version: number,
      changes: never,
      reason: string | null,
    ): Promise<Row> {
      return this.written(
        context,
        info,
        await updateOne(context, layer, {
          id,
          version,
          changes: { ...(changes as object) },
          reason,
        }),
      );
    }

    async move(
      context: Context,
      info: GraphQLResolveInfo,
      id: string,
      version: number,
      geometry: Geometry,
      reason: string | null,
    ): Promise<Row> {
      return this.written(
        context,
        info,
        await updateOne(context, layer, { id, version, changes: { geometry }, reason }, "move"),
      );
    }

    async retire(
      context: Context,
      id: string,
      version: number,
      reason: string | null,
    ): Promise<string> {
      return retireOne(context, layer, { id, version, reason });
    }

    private async written(context: Context, info: GraphQLResolveInfo, id: string): Promise<Row> {
      const row = await context
        .loader(layer, columnsFor(layer, selectedFields(info)))
        .load(parseId(id));
      // Somebody may change a thing out of their own sight, for instance a resident's report; the
      // id is theirs to know.
      return row ?? { id, county: parseId(id).county, version: 1 };
    }
  }

  const proto = LayerResolver.prototype as unknown as Record<string, unknown>;
  const method = (name: string, from: string, kind: MethodDecorator, parameters: Decorate[]) => {
    const implementation = proto[from];
    if (name !== from) proto[name] = implementation;
    kind(proto, name, { value: proto[name] } as TypedPropertyDescriptor<never>);
    parameters.forEach((decorate, i) => decorate(proto, name, i));
  };
  const nullable = { nullable: true } as const;
  const filter = Arg("filter", asType(types.filter), {
    ...nullable,
    description: "Which rows (筛选); default all the viewer may see.",
  });
  const id = Arg("id", () => ID, { description: "Id of the object (标识)." });
  const version = Arg("version", () => Int, {
    description: "The version the change was made from (版本); another one answers CONFLICT.",
  });
  const say = (what: string) => described(what, layer.label.zh);
  const reason = Arg("reason", () => String, {
    nullable: true,
    description: "Why (原因); kept in the history.",
  });
  const name = layer.typeName;
  method(
    layer.name,
    "list",
    Query(asType(types.connection), { description: layerDescription(layer) }),
    [
      Ctx(),
      Info(),
      filter,
      Arg("orderBy", asType(types.order), { ...nullable, description: "In which order (排序)." }),
      Arg("first", () => Int, {
        nullable: true,
        description: "Page size (每页条数), at most 5,000; default 100.",
      }),
      Arg("after", () => String, {
        nullable: true,
        description: "Rows after this cursor (游标): endCursor of the page before.",
      }),
    ],
  );
  method(
    layer.singular,
    "one",
    Query(asType(types.object), {
      nullable: true,
      description: say(`One of the ${layer.name}, also a retired one`),
    }),
    [Ctx(), Info(), id],
  );
  if (!isOwn(layer)) addChanges();
  addReferences();
  return LayerResolver;

  function addChanges(): void {
    const { writes } = layer;
    const closed =
      typeof writes === "object"
        ? {
            deprecationReason:
              `Refused: written by ${writes.own} alone. ${writes.wayOut ?? ""}`.trim(),
          }
        : {};
    method(
      `create${name}`,
      "create",
      Mutation(asType(types.object), { ...closed, description: say("Writes a new one") }),
      [
        Ctx(),
        Info(),
        Arg("input", asType(types.createInput), { description: "Its values (内容)." }),
        Arg("idempotencyKey", () => String, {
          nullable: true,
          description:
            "Key of this attempt (幂等键): a retry with the same key gives the same object.",
        }),
        reason,
      ],
    );
    method(
      `update${name}`,
      "update",
      Mutation(asType(types.object), { description: say("Changes one") }),
      [
        Ctx(),
        Info(),
        id,
        version,
        Arg("changes", asType(types.changesInput), { description: "What changes (修改内容)." }),
        reason,
      ],
    );
    if (hasOwnPlace(layer))
      method(
        `move${name}`,
        "move",
        Mutation(asType(types.object), { ...closed, description: say("Gives one another place") }),
        [
          Ctx(),
          Info(),
          id,
          version,
          Arg("geometry", () => GeoJSON, { description: "The new place (位置), WGS 84." }),
          reason,
        ],
      );
    method(
      `retire${name}`,
      "retire",
      Mutation(() => ID, {
        ...closed,
        description: layer.forgets
          ? say("Withdraws it; nothing of it is kept")
          : say("Retires one: it leaves lists and stays in its history"),
      }),
      [Ctx(), id, version, reason],
    );
  }

  function addReferences(): void {
    for (const field of layer.fields) {
      if (field.type.kind !== "reference") continue;
      const target = declarationOf(field.type.to);
      const key = inputName(field);
      proto[`follow_${field.name}`] = (root: Row, context: Context, info: GraphQLResolveInfo) => {
        const id = root[key];
        if (typeof id !== "string" || !context.tryAccess(target)) return null;
        return context.loader(target, columnsFor(target, selectedFields(info))).load(parseId(id));
      };
      proto[field.name] = proto[`follow_${field.name}`];
      FieldResolver(asType(LAYER_TYPES[target.name].object), {
        nullable: true,
        description: described(field.description, field.label.zh),
      })(proto, field.name, { value: proto[field.name] } as TypedPropertyDescriptor<never>);
      [Root(), Ctx(), Info()].forEach((decorate, i) => decorate(proto, field.name, i));
    }
  }
}

/** Totals and groups of a connection: their own queries, so only who asks for them pays. */
export function connectionResolver(layer: Declaration): Resolvers {
  @Resolver(asType(LAYER_TYPES[layer.name].connection))
  class ConnectionResolver {
    @FieldResolver(() => Int, { description: "Number of all rows the filter finds (总数)." })
    totalCount(@Root() root: ConnectionRow, @Ctx() context: Context): Promise<number> {
      return layerService.count(context, layer, root.list.filter);
    }

    @FieldResolver(() => [CountRow], {
      description:
        "All rows the filter finds, counted in groups (分组计数), largest first; at most 5,000 groups.",
    })
    counts(
      @Root() root: ConnectionRow,
      @Ctx() context: Context,
      @Arg("by", () => CountBy, { description: "By what (分组方式)." }) by: CountBy,
    ): Promise<CountRow[]> {
      if (!by) throw badInput("by", "by: name what to count by.");
      return layerService.counts(context, layer, root.list.filter, by);
    }
  }
  return ConnectionResolver;
}
