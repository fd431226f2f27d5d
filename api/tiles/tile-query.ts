import { filterName } from "../../schema/layer-types.js";
import { fieldOf, type Layer } from "../../schema/layers/index.js";
import { Day, Instant } from "../../schema/scalars.js";
import { badInput } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";

export const CODES_LIMIT = 200;

function instant(name: string, text: string): string {
  try {
    return Instant.parseValue(text);
  } catch {
    throw badInput(
      name,
      `${name}: a moment is written like 2026-03-01T08:30:00Z (in an address, + is written ` +
        "%2B), between the years 1900 and 2200.",
    );
  }
}

function day(text: string): string {
  try {
    return Day.parseValue(text);
  } catch {
    throw badInput("on", "on: a day is written like 2026-03-01, between the years 1900 and 2200.");
  }
}

function codes(text: string): string[] {
  const list = text.split(",");
  if (list.length > CODES_LIMIT || list.some((c) => !/^[\p{L}\p{N}_.:-]{1,40}$/u.test(c)))
    throw badInput(
      "categories",
      `categories: codes with commas between them, like 01,0203; at most ${CODES_LIMIT}.`,
    );
  return [...new Set(list)].sort();
}

/**
 * The query of a tile's address → a filter. `v` (a version, so that a browser asks anew) means
 * nothing here. What is not
 * known is refused: a misspelt filter that does nothing would show what nobody asked for.
 */
export function tileFilter(layer: Layer, query: Readonly<Record<string, unknown>>): Filter {
  const filter: Filter = {};
  for (const [name, value] of Object.entries(query)) {
    if (name === "v") continue;
    if (typeof value !== "string") throw badInput(name, `${name}: give it once.`);
    if ((name === "from" || name === "to") && layer.time) filter[name] = instant(name, value);
    else if (name === "categories" && layer.category)
      filter[filterName(layer, fieldOf(layer, layer.category)).name] = codes(value);
    else if (name === "on" && layer.dated) filter.on = day(value);
    else
      throw badInput(
        name.slice(0, 40),
        `${name.slice(0, 40)}: tiles of ${layer.name} do not take it; they take ` +
          `${[
            ...(layer.time ? ["from", "to"] : []),
            ...(layer.category ? ["categories"] : []),
            ...(layer.dated ? ["on"] : []),
            "v",
          ].join(", ")}.`,
      );
  }
  return filter;
}
