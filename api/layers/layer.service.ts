import type { Declaration } from "../../schema/declaration.js";
import type { AreaInput, CountBy } from "../../schema/inputs.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { countsInEachArea } from "./areas-at-once.js";
import { type CountGroup, countGroups } from "./count.queries.js";
import type { Filter } from "./filter.js";
import { namesGroups } from "./groupings.js";
import * as queries from "./layer.queries.js";
import type { OrderInput } from "./order.js";
import { readFilter } from "./read-filter.js";

const PAGE_LIMIT = 5000;
const PAGE_DEFAULT = 100;

export interface ListArguments {
  filter?: Filter | null;
  orderBy?: OrderInput | null;
  first?: number | null;
  after?: string | null;
}

function checked(args: ListArguments): queries.ListInput {
  const first = args.first ?? PAGE_DEFAULT;
  if (first < 0 || first > PAGE_LIMIT)
    throw badInput("first", `first: 0 to ${PAGE_LIMIT}; take further pages with after.`);
  return {
    filter: args.filter ?? null,
    orderBy: args.orderBy ?? null,
    first,
    after: args.after ?? null,
  };
}

/**
 * Reading one layer on behalf of a viewer; equal questions of a request are one statement
 * (docs/decisions/cost-before-execution.md).
 */
export const layerService = {
  async list(
    context: Context,
    layer: Declaration,
    args: ListArguments,
    wanted: queries.Wanted,
  ): Promise<queries.Page> {
    const filter = await readFilter(context, layer, args.filter);
    const input = checked({ ...args, filter });
    return context.once(["list", layer.name, input, wanted], () =>
      queries.listRows(context, context.access(layer), input, wanted),
    );
  },

  async packets(
    context: Context,
    layer: Declaration,
    args: ListArguments,
    fields: readonly { name: string; alias: string }[],
    ends: boolean,
  ): Promise<queries.PacketPage> {
    const filter = await readFilter(context, layer, args.filter);
    const input = checked({ ...args, filter });
    return context.once(["packets", layer.name, input, fields, ends], () =>
      queries.listPackets(context, context.access(layer), input, fields, ends),
    );
  },

  async count(
    context: Context,
    layer: Declaration,
    asked: Filter | null | undefined,
  ): Promise<number> {
    const filter = await readFilter(context, layer, asked);
    return context.once(["count", layer.name, filter], () =>
      queries.countRows(context.db, context.access(layer), filter),
    );
  },

  async counts(
    context: Context,
    layer: Declaration,
    asked: Filter | null | undefined,
    by: CountBy,
  ): Promise<CountGroup[]> {
    const filter = await readFilter(context, layer, asked);
    return context.once(["counts", layer.name, filter, by], async () => {
      const access = context.access(layer);
      const { counties, categories } = context.services;
      const zones = () => counties.zones(access.counties);
      const groups = await countGroups(context.db, access, zones, filter ?? {}, by);
      const table = namesGroups(layer, by);
      if (!table) return groups;
      const names = await categories.names(access.counties, table);
      return groups.map((group) => ({ ...group, label: names.get(group.key) ?? null }));
    });
  },

  /** Of several areas, how many rows lie in each; what lies in two counts in both. */
  async countsIn(
    context: Context,
    layer: Declaration,
    areas: readonly AreaInput[],
  ): Promise<number[]> {
    const access = context.access(layer);
    return context.once(["countsIn", layer.name, areas], () =>
      countsInEachArea(context.db, access, areas),
    );
  },

  async byId(
    context: Context,
    layer: Declaration,
    id: string,
    fields: readonly string[],
  ): Promise<queries.Row | null> {
    context.access(layer);
    return context.loader(layer, fields).load(parseId(id));
  },

  /** Objects with their identity at a point, in force on a day: the first by code. */
  async atPoint(
    context: Context,
    layer: Declaration,
    point: [number, number],
    on: string | null,
    fields: readonly string[],
  ): Promise<queries.Row | null> {
    const access = context.tryAccess(layer);
    if (!access) return null;
    const filter: Filter = { area: { circle: { center: point, metres: 0.001 } } };
    if (layer.dated) filter.on = on;
    const page = await queries.listRows(
      context,
      access,
      { filter, orderBy: null, first: 1 },
      { fields, cursors: "none" },
    );
    return page.rows[0] ?? null;
  },
};
