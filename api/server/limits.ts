import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { Refusal } from "../refusal.js";

const DEPTH_LIMIT = 14;
/**
 * Cells: rows asked for × fields of each. 5,000 rows of 40 fields are allowed; five such lists in
 * one request are not.
 */
const CELL_LIMIT = 400_000;
/** Each of these is at least one statement. */
const STATEMENT_LIMIT = 40;
const DEFAULT_PAGE = 100;
const PAGE_MAX = 5000;

export interface Cost {
  cells: number;
  statements: number;
}

/** What a request costs and may cost, as its answer says it. */
export const shownCost = ({ cells, statements }: Cost) => ({
  values: { requested: cells, limit: CELL_LIMIT },
  questions: { requested: statements, limit: STATEMENT_LIMIT },
});

/** Refuses a request that would cost too much before anything is run; says what to ask less of. */
export function refuseCostly(cost: Cost): void {
  if (cost.cells > CELL_LIMIT)
    throw new Refusal(
      "TOO_COSTLY",
      `This request asks for about ${cost.cells} values; at most ${CELL_LIMIT} are allowed. ` +
        "Ask for fewer rows (first) or fields, or in several requests.",
    );
  if (cost.statements > STATEMENT_LIMIT)
    throw new Refusal(
      "TOO_COSTLY",
      `This request asks ${cost.statements} questions at once; at most ${STATEMENT_LIMIT} are ` +
        "allowed. Send several requests.",
    );
}

/** What a request would cost. Refuses one that is nested too deep to be counted. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const d of document.definitions)
    if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);
  const root =
    operation.operation === "query"
      ? schema.getQueryType()
      : operation.operation === "mutation"
        ? schema.getMutationType()
        : schema.getSubscriptionType();
  const cost: Cost = { cells: 0, statements: 0 };
  measure(operation.selectionSet, root!, 1, 1);
  return cost;

  function measure(
    set: SelectionSetNode,
    type: GraphQLNamedType,
    rows: number,
    depth: number,
  ): void {
    if (depth > DEPTH_LIMIT)
      throw new Refusal("TOO_COSTLY", `This request is nested more than ${DEPTH_LIMIT} deep.`);
    if (cost.cells > 100 * CELL_LIMIT) return;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) field(selection, type, rows, depth);
      else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection
            : fragments.get(selection.name.value)!;
        const on = fragment.typeCondition?.name.value;
        measure(fragment.selectionSet, on ? schema.getType(on)! : type, rows, depth);
      }
    }
  }

  function field(node: FieldNode, parent: GraphQLNamedType, rows: number, depth: number): void {
    cost.cells += rows;
    if (node.name.value.startsWith("__")) return;
    const declared =
      isObjectType(parent) || isInterfaceType(parent)
        ? parent.getFields()[node.name.value]
        : undefined;
    if (!declared) return;
    if (depth === 1 || node.name.value === "totalCount" || node.name.value === "counts")
      cost.statements++;
    if (!node.selectionSet) return;
    const page = Math.min(PAGE_MAX, rowsOf(node, declared.args));
    measure(node.selectionSet, getNamedType(declared.type), rows * page, depth + 1);
  }

  /** How many rows a field may answer: its page, or as many as it is given ids. */
  function rowsOf(node: FieldNode, args: readonly GraphQLArgument[]): number {
    const given = (name: string): unknown => {
      const value = node.arguments?.find((a) => a.name.value === name)?.value;
      return value && valueFromASTUntyped(value, variables);
    };
    if (args.some((a) => a.name === "first")) {
      const first = given("first");
      return typeof first === "number" && first > 0 ? first : DEFAULT_PAGE;
    }
    const ids = given("ids");
    return Array.isArray(ids) ? Math.max(1, ids.length) : 1;
  }
}

/** Levels of JSON in a request's variables; a multipolygon in a filter needs a dozen. */
const VARIABLE_DEPTH = 32;

/**
 * Refuses, by its path, what no field could hold: NUL, which PostgreSQL's text cannot, half of a
 * surrogate pair, which is no character, and nesting that would exhaust whoever walks it.
 */
export function refuseUnreadable(value: unknown, path = "", depth = 0): void {
  const refuse = (reason: string): never => {
    throw new Refusal("BAD_USER_INPUT", `${path ? `$${path}: ` : ""}${reason}`, { field: path });
  };
  if (typeof value === "string") {
    if (value.includes("\0"))
      refuse("the text contains the character NUL, which no field can hold.");
    const half = /\p{Surrogate}/u.exec(value)?.[0];
    if (half)
      refuse(
        "the text contains half of a surrogate pair " +
          `(U+${half.charCodeAt(0).toString(16).toUpperCase()}), which is no character.`,
      );
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth >= VARIABLE_DEPTH) refuse(`is nested deeper than ${VARIABLE_DEPTH} levels.`);
  if (Array.isArray(value)) {
    if (typeof value[0] === "number" && typeof value.at(-1) === "number") return;
    for (const [i, v] of value.entries()) refuseUnreadable(v, `${path}[${i}]`, depth + 1);
  } else
    for (const [name, v] of Object.entries(value))
      refuseUnreadable(v, path ? `${path}.${name}` : name, depth + 1);
}
