import { localClock } from "../../geo/time/local-clock.js";
import type { Declaration, Field } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import type { Row } from "../layers/layer.queries.js";

export type Language = "zh" | "en";

/** How the values of an export are read: as they are, or in somebody's words. */
export interface Reading {
  heading(name: string): string;
  rows(rows: readonly Row[]): Promise<Row[]>;
}

type Say = (value: unknown, row: Row) => unknown;

const AS_THEY_ARE: Reading = { heading: (name) => name, rows: async (rows) => [...rows] };

const YES = { zh: ["是", "否"], en: ["yes", "no"] } as const;

/**
 * Headings, codes, steps of scales and references by their names, moments by the county's clock:
 * what a person opens in a spreadsheet. An import knows these headings again, and the codes' own
 * export remains for programs.
 */
export async function readingOf(
  context: Context,
  layer: Declaration,
  names: readonly string[],
  language: Language | undefined,
): Promise<Reading> {
  if (!language) return AS_THEY_ARE;
  const fields = layer.fields.filter((f) => names.includes(inputName(f)));
  const says = new Map<string, Say>();
  for (const field of fields) {
    const say = await sayOf(context, field, language);
    if (say) says.set(inputName(field), say);
  }
  const references = fields.filter((f) => f.type.kind === "reference");
  const labels = new Map(fields.map((f) => [inputName(f), f.label[language]]));
  const heading = (name: string) => labels.get(name) ?? name;
  return {
    heading,
    async rows(rows) {
      const called = await namesOf(context, references, rows);
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            if (value === null || !labels.has(name)) return [name, value];
            return [
              heading(name),
              called.get(value as string) ?? says.get(name)?.(value, row) ?? value,
            ];
          }),
        ),
      );
    },
  };
}

async function sayOf({ services }: Context, field: Field, language: Language): Promise<Say | null> {
  const { type } = field;
  switch (type.kind) {
    case "code": {
      const counties = (await services.counties.all()).map((c) => c.id);
      const codes = (await services.categories.of(counties)).filter((c) => c.kind === type.table);
      const named = new Map(
        codes.map((c) => [c.code, language === "en" && c.nameEn ? c.nameEn : c.nameZh]),
      );
      return (value) => named.get(value as string);
    }
    case "integer": {
      const { scale } = type;
      return scale ? (value) => scale[Number(value) - 1]?.[language] : null;
    }
    case "boolean":
      return (value) => YES[language][value ? 0 : 1];
    case "instant": {
      const counties = await services.counties.all();
      const clocks = new Map(counties.map((c) => [c.id, localClock(c.timeZone)]));
      return (value, row) => {
        const clock = clocks.get(parseId(row["id"] as string).county);
        const at = Date.parse(value as string);
        return clock && `${clock.dayAt(at)} ${clock.timeAt(at)}`;
      };
    }
    default:
      return null;
  }
}

/** Names of what a page refers to, by id; what has none, or may not be seen, keeps its id. */
async function namesOf(
  context: Context,
  references: readonly Field[],
  rows: readonly Row[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const field of references) {
    const to = field.type.kind === "reference" && declarationOf(field.type.to);
    if (!to || to.fields.every((f) => f.name !== "name")) continue;
    const ids = [...new Set(rows.flatMap((row) => (row[inputName(field)] as string | null) ?? []))];
    const loader = context.loader(to, ["name"]);
    const found = await loader.loadMany(ids.map((id) => parseId(id)));
    ids.forEach((id, i) => {
      const row = found[i];
      if (row && !(row instanceof Error) && row["name"]) names.set(id, String(row["name"]));
    });
  }
  return names;
}
