import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from "graphql";
import { verticesOf } from "../../geo/geometry.js";
import type { Context } from "../core/context.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import { SIGNED_IN_LIMIT } from "../layers/read-area.js";

export const TYPES = {
  csv: "text/csv; charset=utf-8",
  geojson: "application/geo+json",
} as const;

/** The body of a request for a file, whose values are read as the contract has them. */
export class ExportBody {
  private readonly given: Record<string, unknown>;

  constructor(
    private readonly schema: GraphQLSchema,
    body: unknown,
  ) {
    if (typeof body !== "object" || body === null || Array.isArray(body))
      throw badInput("body", "The body must be a JSON object.");
    this.given = body as Record<string, unknown>;
  }

  /** A value as an input type of the contract takes it; null: it is not given. */
  of(name: string, type: string): unknown {
    const value = this.given[name];
    if (value == null) return null;
    const input = this.schema.getType(type) as GraphQLInputType;
    return coerceInputValue(value, input, (path, _value, error) => {
      const field = [name, ...path].join(".");
      throw badInput(field, `${field}: ${error.message}`);
    });
  }

  filter(typeName: string): Filter | null {
    return this.of("filter", `${typeName}Filter`) as Filter | null;
  }

  format(): keyof typeof TYPES {
    return this.one("format", ["csv", "geojson"], "csv");
  }

  language(): "zh" | "en" | undefined {
    return this.given["language"] == null
      ? undefined
      : this.one<"zh" | "en">("language", ["zh", "en"], "zh");
  }

  one<T extends string>(name: string, of: readonly T[], otherwise: T): T {
    const value = this.given[name] ?? otherwise;
    const found = of.find((one) => one === value);
    if (found === undefined) throw badInput(name, `${name}: one of ${of.join(", ")}.`);
    return found;
  }

  texts(name: string): string[] | null {
    const value = this.given[name];
    if (value == null) return null;
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    throw badInput(name, `${name}: a list of texts.`);
  }
}

/** A file is for people who have signed in, and programs. */
export function refuseUnsigned({ viewer: { kind } }: Context, name: string): void {
  if (kind !== "person" && kind !== "application")
    throw new Refusal("UNAUTHENTICATED", `${name}: sign in first to export.`);
}

/** What a command exports is the operator's own area; anybody else asks as their lists do. */
export function refuseLarge({ area }: Filter): void {
  if (!area?.polygon || verticesOf(area.polygon) <= SIGNED_IN_LIMIT) return;
  throw new Refusal(
    "TOO_COSTLY",
    `filter.area.polygon: at most ${SIGNED_IN_LIMIT} vertices are allowed.`,
  );
}
