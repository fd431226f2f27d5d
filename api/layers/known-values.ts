import type { Declaration } from "../../schema/declaration.js";
import { filterName } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import type { Filter } from "./filter.js";
import { partsOf } from "./nested-filter.js";

/**
 * A code that no table has, or a county that is not here, finds nothing for ever: that is a slip
 * of the pen, and said instead of answered by an empty list. Counties whose codes are free may hold
 * codes of their own.
 */
export async function refuseUnknown(
  context: Context,
  layer: Declaration,
  filter: Filter | null | undefined,
): Promise<void> {
  if (!filter) return;
  for (const part of partsOf(filter)) await refuseUnknown(context, layer, part);
  const access = context.access(layer);
  const [county, name] =
    filter.county == null ? [filter.area?.county, "area.county"] : [filter.county, "county"];
  if (county != null && !access.counties.includes(county))
    throw badInput(name, `${name}: there is no county ${county} that you may ask about.`);
  const all = await context.services.counties.all();
  if (all.some((c) => access.counties.includes(c.id) && c.codeProfile === "free")) return;
  const tables = await context.services.categories.tables();
  for (const field of layer.fields) {
    if (field.type.kind !== "code") continue;
    const { name } = filterName(layer, field);
    const table = tables.get(field.type.table);
    const given = filter[name];
    if (!table || !Array.isArray(given)) continue;
    const unknown = (given as string[]).find((code) => !table.has(code));
    if (unknown !== undefined)
      throw badInput(
        name,
        `${name}: there is no code ${unknown} in the table ${field.type.table}; ` +
          `categories(kind: "${field.type.table}") lists them.`,
      );
  }
}
