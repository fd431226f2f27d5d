import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from "graphql";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import { LAYERS, type Layer, searchedLayers } from "../../schema/layers/index.js";
import { REGISTERS } from "../../schema/registers/index.js";
import { Refusal } from "../core/refusal.js";
import { stableText } from "../core/stable-text.js";
import type { Viewer } from "../policy/viewer.js";
import { dearWork, rootPrice } from "./dear-fields.js";
import type { Sizes } from "./layer-sizes.js";
import {
  type AnyFilter,
  BATCHED,
  batchWork,
  countWork,
  groupsWork,
  objectIn,
  objectWork,
  PRICE,
  pageWork,
  relationsWork,
  searchWork,
  sizeOf,
  tileWork,
  valueWork,
  verticesOf,
  watchWork,
} from "./prices.js";

export const DEPTH_LIMIT = 14;
/** Fields of an answer: 5,000 rows of 40 fields are allowed; five such lists at once are not. */
export const VALUE_LIMIT = 400_000;
/** Each of these is at least one statement; equal ones are one. */
export const QUESTION_LIMIT = 40;
/** Milliseconds of the database and the service. */
export const WORK_LIMIT = { anonymous: 1000, known: 5000 };
/** What a document writes out: fragments within fragments multiply it. */
const SELECTION_LIMIT = 50_000;
const PAGE_DEFAULT = 100;
export const PAGE_MAX = 5000;

export interface Cost {
  /** Milliseconds of the database and the service, about. */
  work: number;
  /** Fields of the answer. */
  values: number;
  questions: number;
  /** What most of the work is for. */
  mostly: string;
}

export const workLimitOf = (viewer: Pick<Viewer, "kind">): number =>
  viewer.kind === "anonymous" ? WORK_LIMIT.anonymous : WORK_LIMIT.known;

/** What a request costs and may cost, as its answer says it. */
export const shownCost = ({ work, values, questions }: Cost, workLimit: number) => ({
  work: { requested: Math.ceil(work), limit: workLimit },
  values: { requested: values, limit: VALUE_LIMIT },
  questions: { requested: questions, limit: QUESTION_LIMIT },
});

/** Refuses a request that would cost too much before anything is run; says what to ask less of. */
export function refuseCostly({ work, values, questions, mostly }: Cost, workLimit: number): void {
  const refuse = (text: string) => {
    throw new Refusal("TOO_COSTLY", text);
  };
  if (values > VALUE_LIMIT)
    refuse(
      `This request asks for about ${values} values; at most ${VALUE_LIMIT} are allowed. ` +
        "Ask for fewer rows (first) or fields, or in several requests.",
    );
  if (questions > QUESTION_LIMIT)
    refuse(
      `This request asks ${questions} questions at once; at most ${QUESTION_LIMIT} are ` +
        "allowed. Send several requests.",
    );
  if (work > workLimit)
    refuse(
      `This request would take about ${Math.ceil(work)} ms of work, mostly for ${mostly}; at ` +
        `most ${workLimit} are allowed${workLimit < WORK_LIMIT.known ? " without signing in" : ""}` +
        ". Narrow it by time (from, to) or area, draw the area with fewer vertices, ask for " +
        "fewer rows or counts, or in several requests.",
    );
}

/** Refuses a tile that would cost too much. */
export function refuseCostlyTile(
  viewer: Pick<Viewer, "kind">,
  layer: Layer,
  filter: AnyFilter,
  zoom: number,
  sizes: Sizes,
): void {
  const work = tileWork(layer, filter, zoom, sizes);
  const mostly = `a tile of ${layer.name} at zoom ${zoom}`;
  refuseCostly({ work, values: 0, questions: 1, mostly }, workLimitOf(viewer));
}

/** The schema's own types, whose names nobody else may use (GraphQL, section 3.1). */
const isAboutSchema = ({ name }: GraphQLNamedType): boolean => name.startsWith("__");

const layersByList = new Map<string, Declaration>(DECLARED.map((d) => [d.name, d]));
const layersByType = new Map<string, Declaration>(DECLARED.map((d) => [d.typeName, d]));

/** How long the lists are that take no page size. */
const LENGTHS: Readonly<Record<string, number>> = {
  "Query.categories": 500,
  "Query.layers": LAYERS.length,
  "Query.registers": REGISTERS.length,
  "LayerInfo.fields": 16,
  "RegisterInfo.fields": 16,
  "IncidentStats.views": 6,
  "StatView.groups": 200,
  "PlaceCheck.places": 60,
  "ConcentrationOfIncidents.curve": 101,
  "Density.values": 16_384,
  "NearRepeat.bands": 20,
  "PublicRelease.areas": 200,
  "PublicRelease.counts": 5000,
  "PublicRelease.totals": 2000,
  "__Schema.types": 250,
  "__Type.enumValues": 3,
  "__Type.inputFields": 4,
  "__Type.interfaces": 1,
  "__Type.possibleTypes": 1,
  "__Field.args": 2,
};
const SOME = 10;
const GROUPS: Readonly<Record<string, number>> = {
  CATEGORY: 300,
  TOP_CATEGORY: 20,
  DAY: 1000,
  MONTH: 100,
  WEEKDAY: 7,
  HOUR: 24,
  HOUR_OF_WEEK: 168,
  STATUS: 20,
  LEVEL: 4,
  SOURCE: 20,
};

type Arguments = Readonly<Record<string, unknown>>;

/** A list of a layer, as a request asks for it. */
interface ListAsked {
  layer: Declaration;
  filter: AnyFilter;
}

/** The field of the root that a field stands in. */
interface Around {
  list: ListAsked | undefined;
  page: number;
}

const NOWHERE: Around = { list: undefined, page: 1 };
/** Fields of a connection that hold its page, that make it read rows, that are counts. */
const PAGED = new Set(["nodes", "edges"]);
const ROWS = new Set(["nodes", "edges", "pageInfo"]);
const COUNTED = new Set(["totalCount", "counts"]);

const META = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]));

const declaredAs = (name: string, parent: GraphQLNamedType) =>
  META.get(name) ??
  (isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined);

const texts = new WeakMap<FieldNode, string>();

/** A field's text, kept with a document that is kept: printing it costs more than all else here. */
function printed(field: FieldNode): string {
  let text = texts.get(field);
  if (text === undefined) texts.set(field, (text = print(field)));
  return text;
}

function listAsked(name: string, { filter }: Arguments): ListAsked | undefined {
  const layer = layersByList.get(name);
  return layer && { layer, filter: objectIn(filter) };
}

function pageOf({ first }: Arguments): number {
  return Math.min(PAGE_MAX, typeof first === "number" && first > 0 ? first : PAGE_DEFAULT);
}

/**
 * What a request would make the database and the service do, of its text, its variables and the
 * layers' sizes alone. Equal questions count once, as they are asked once (`Context.once`). Refuses
 * what is nested too deep or written out too long to be counted.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  sizes: Sizes,
): Cost {
  return new Meter(schema, document, operation, variables, sizes).cost();
}

class Meter {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly variables: Record<string, unknown>;
  private first: readonly unknown[] | undefined;
  private readonly asked = new Set<string>();
  private readonly read = new WeakSet<object>();
  private readonly parts = new Map<string, number>();
  private values = 0;
  private questions = 0;
  private selections = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    private readonly sizes: Sizes,
  ) {
    for (const d of document.definitions)
      if (d.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(d.name.value, d);
    this.variables = { ...variables };
    for (const { variable, defaultValue } of operation.variableDefinitions ?? [])
      if (defaultValue && variables[variable.name.value] === undefined)
        this.variables[variable.name.value] = valueFromASTUntyped(defaultValue);
  }

  cost(): Cost {
    const { operation, schema } = this;
    const root = schema.getRootType(operation.operation)!;
    this.measure(operation.selectionSet, root, 1, 1, NOWHERE);
    let [work, mostly, most] = [0, "", 0];
    for (const [part, spent] of this.parts) {
      work += spent;
      if (spent > most) [mostly, most] = [part, spent];
    }
    return { work, values: this.values, questions: this.questions, mostly };
  }

  private spend(part: string, work: number): void {
    this.parts.set(part, (this.parts.get(part) ?? 0) + work);
  }

  /** A statement that is asked once, however many aliases ask it. */
  private question(part: string, key: readonly unknown[], work: number): void {
    // Most requests ask one question, and nothing to compare it with is written.
    if (this.first) {
      if (this.asked.size === 0) this.asked.add(stableText(this.first));
      const text = stableText(key);
      if (this.asked.has(text)) return;
      this.asked.add(text);
    } else this.first = key;
    this.questions++;
    this.spend(part, work);
  }

  private measure(
    set: SelectionSetNode,
    type: GraphQLNamedType,
    rows: number,
    depth: number,
    around: Around,
  ): void {
    if (depth > DEPTH_LIMIT)
      throw new Refusal("TOO_COSTLY", `This request is nested more than ${DEPTH_LIMIT} deep.`);
    for (const selection of set.selections) {
      if (++this.selections > SELECTION_LIMIT)
        throw new Refusal(
          "TOO_COSTLY",
          `This request asks for more than ${SELECTION_LIMIT} fields, its fragments written out.`,
        );
      if (selection.kind === Kind.FIELD) {
        this.field(selection, type, rows, depth, around);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.fragments.get(selection.name.value)!;
      const on = fragment.typeCondition?.name.value;
      const inside = on ? this.schema.getType(on)! : type;
      this.measure(fragment.selectionSet, inside, rows, depth, around);
    }
  }

  private field(
    node: FieldNode,
    parent: GraphQLNamedType,
    rows: number,
    depth: number,
    around: Around,
  ): void {
    const name = node.name.value;
    this.values += rows;
    const declared = declaredAs(name, parent);
    if (!declared) return;
    const layer = layersByType.get(parent.name);
    const about = isAboutSchema(parent) || isAboutSchema(getNamedType(declared.type));
    const each = about ? PRICE.described : valueWork(layer, name, this.sizes);
    this.spend(layer ? `${layer.name}.${name}` : name, rows * each);
    const args = this.argumentsOf(node);
    if (depth === 1) this.root(node, args);
    else if (layer && layersByType.has(getNamedType(declared.type).name))
      this.spend(name, PRICE.statement + rows * PRICE.visited);
    else if (layer && BATCHED.has(name)) this.spend(name, batchWork(name, rows));
    if (layer) {
      const there = Math.min(rows, sizeOf(this.sizes, layer.name).rows);
      this.spend(name, there * dearWork(layer.name, name, this.sizes));
    }
    if (around.list && COUNTED.has(name)) this.count(around.list, name, args);
    if (!node.selectionSet) return;
    const inner = rows * this.lengthOf(parent, declared, args, around);
    const inside = depth === 1 ? { list: listAsked(name, args), page: pageOf(args) } : around;
    // What the schema says of itself is bounded by graphql-js, and nested deeper by every tool.
    const below = about ? 2 : depth + 1;
    this.measure(node.selectionSet, getNamedType(declared.type), inner, below, inside);
  }

  /** What a field of the root asks by itself; totals and groups are asked by their own fields. */
  private root(node: FieldNode, args: Arguments): void {
    const name = node.name.value;
    this.spend(name, this.newlyRead(args));
    if (this.operation.operation === "mutation") {
      this.questions++;
      return this.spend(name, PRICE.written);
    }
    const list = listAsked(name, args);
    const selected = node.selectionSet ? this.written(node.selectionSet, list !== undefined) : "";
    if ((list && selected === "") || META.has(name)) return;
    this.question(name, [name, args, selected], this.rootWork(name, args, list));
  }

  private rootWork(name: string, args: Arguments, list: ListAsked | undefined): number {
    if (list) return pageWork(list.layer, list.filter, args["orderBy"], pageOf(args), this.sizes);
    const { layers, text, area } = args;
    const named = Array.isArray(layers)
      ? new Set(layers.map((n) => String(n).toLowerCase()))
      : null;
    if (name === "changes") return (named?.size ?? 1) * watchWork(area);
    if (name === "relations") return relationsWork(args, this.sizes);
    const own = rootPrice(name);
    if (own) return own(args, this.sizes);
    if (name !== "search") return PRICE.statement;
    return searchedLayers(named && [...named]).reduce(
      (work, layer) => work + searchWork(layer, text, this.sizes),
      0,
    );
  }

  private count({ layer, filter }: ListAsked, name: string, args: Arguments): void {
    const { by } = args;
    const part = `${layer.name}.${name}${by === undefined ? "" : `(by: ${String(by)})`}`;
    const work =
      name === "totalCount"
        ? countWork(layer, filter, this.sizes)
        : groupsWork(layer, filter, by, this.sizes);
    this.question(part, [part, filter], work);
  }

  /** How many rows a field answers for each row it stands in. */
  private lengthOf(
    parent: GraphQLNamedType,
    field: GraphQLField<unknown, unknown>,
    args: Arguments,
    around: Around,
  ): number {
    if (!isListType(getNullableType(field.type))) return 1;
    const { ids } = args;
    if (Array.isArray(ids)) return Math.max(1, ids.length);
    if (field.args.some((a) => a.name === "first")) return pageOf(args);
    if (PAGED.has(field.name)) return around.page;
    if (around.list && field.name === "counts")
      return GROUPS[String(args["by"])] ?? Math.max(100, sizeOf(this.sizes, "grids").rows);
    return LENGTHS[`${parent.name}.${field.name}`] ?? SOME;
  }

  private argumentsOf(node: FieldNode): Arguments {
    return Object.fromEntries(
      (node.arguments ?? []).map((a) => [
        a.name.value,
        valueFromASTUntyped(a.value, this.variables),
      ]),
    );
  }

  /** What is selected, as text; of a list that has its own statement only what asks for rows. */
  private written(set: SelectionSetNode, rowsOnly: boolean): string {
    return set.selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD)
          return rowsOnly && !ROWS.has(selection.name.value) ? "" : printed(selection);
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection
            : this.fragments.get(selection.name.value)!;
        return this.written(fragment.selectionSet, rowsOnly);
      })
      .join(" ")
      .trim();
  }

  /** What reading shapes and objects takes that were not met before: a variable's, once. */
  private newlyRead(value: unknown): number {
    if (typeof value !== "object" || value === null || this.read.has(value)) return 0;
    this.read.add(value);
    if ("coordinates" in value || "geometries" in value)
      return verticesOf(value) * PRICE.vertexRead;
    return Object.entries(value).reduce<number>(
      (work, [name, v]) => work + (name === "object" ? objectWork(v) : 0) + this.newlyRead(v),
      0,
    );
  }
}
