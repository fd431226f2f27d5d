import { randomBytes } from "node:crypto";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLNonNull,
  type GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import type { Context } from "../core/context.js";
import { columnNames } from "../layers/select.js";
import { RAW_FIELD, rawSelections } from "./raw-selection.js";
import { AnswerWriter, type Nodes } from "./write-nodes.js";

/**
 * Most of the time of a long list goes into parsing rows, completing fields and writing JSON again.
 * Where a list's `nodes` are plain columns, the document is rewritten before execution:
 * `nodes { … }` becomes one leaf whose value is the bytes of its JSON, and they are spliced into
 * the answer. Policy, nulls and errors are those of the ordinary path;
 * test/graphql/raw-nodes.spec.ts holds the two equal.
 */
class RawNodes {
  constructor(
    private readonly nodes: Nodes,
    private readonly request: Context,
  ) {}

  /** Leaves a place; the nodes wait with the request until its answer is a text. */
  toJSON(): string {
    this.request.raw.push(this.nodes);
    return PLACE;
  }
}

/** The process's own, so that no value can imitate a place. */
const PLACE = `@${randomBytes(12).toString("hex")}@`;

/** The answer's bytes: its text, and in each place the nodes that belong there. */
export function splice(text: string, raw: readonly Nodes[]): Buffer {
  const answer = new AnswerWriter();
  text.split(`"${PLACE}"`).forEach((part, i) => {
    answer.text(part);
    if (raw[i]) answer.nodes(raw[i]);
  });
  return answer.finish();
}

/**
 * Adds the leaf to the connections of an execution schema. The public schema never has it, so no
 * caller can ask for it.
 */
export function addRawFields(schema: GraphQLSchema): void {
  const type = new GraphQLScalarType({ name: "RawNodes", serialize: (v) => v });
  for (const layer of DECLARED) {
    const connection = schema.getType(`${layer.typeName}Connection`) as GraphQLObjectType;
    connection.getFields()[RAW_FIELD] = {
      name: RAW_FIELD,
      type: new GraphQLNonNull(type),
      args: [],
      resolve: (source: { rawNodes: Nodes }, _: unknown, context: Context) =>
        new RawNodes(source.rawNodes, context),
      description: undefined,
      deprecationReason: undefined,
      extensions: {},
      astNode: undefined,
    };
  }
}

const layersByField = new Map<string, Declaration>(DECLARED.map((d) => [d.name, d]));

/** The document with every list that can be raw made so; the same document when there is none. */
export function rewriteForRawNodes(
  document: DocumentNode,
  operationName: string | null | undefined,
): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const d of document.definitions)
    if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);
  let changed = false;
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== "query")
      return definition;
    if (operationName && definition.name?.value !== operationName) return definition;
    if (mayMerge(definition.selectionSet)) return definition;
    const selections = definition.selectionSet.selections.map((selection) => {
      if (selection.kind !== Kind.FIELD) return selection;
      const layer = layersByField.get(selection.name.value);
      const rewritten = layer && rewriteConnection(selection, layer, fragments);
      changed ||= rewritten !== undefined;
      return rewritten ?? selection;
    });
    return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
  });
  return changed ? { ...document, definitions } : document;
}

/**
 * Fields with the same key are answered as one that has the selections of all, and a fragment may
 * hold such a one.
 */
function mayMerge({ selections }: SelectionSetNode): boolean {
  const keys = selections.map((s) => s.kind === Kind.FIELD && (s.alias ?? s.name).value);
  return keys.includes(false) || new Set(keys).size < keys.length;
}

function rewriteConnection(
  field: FieldNode,
  layer: Declaration,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FieldNode | undefined {
  const selections = field.selectionSet?.selections ?? [];
  // One `nodes`, written out, beside totals, counts and the page's ends: anything else takes the
  // ordinary path.
  const isNodes = (s: SelectionNode): s is FieldNode =>
    s.kind === Kind.FIELD && s.name.value === "nodes";
  if (
    !selections.every(
      (s) =>
        s.kind === Kind.FIELD &&
        ["nodes", "pageInfo", "totalCount", "counts", "__typename"].includes(s.name.value),
    )
  )
    return undefined;
  const nodes = selections.filter(isNodes);
  if (nodes.length !== 1 || nodes[0]!.directives?.length) return undefined;
  const columns = flatten(nodes[0]!.selectionSet!, layer, fragments);
  if (!columns) return undefined;
  const leaf: FieldNode = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: RAW_FIELD },
    alias: nodes[0]!.alias ?? { kind: Kind.NAME, value: "nodes" },
  };
  rawSelections.set(leaf, columns);
  return {
    ...field,
    selectionSet: {
      ...field.selectionSet!,
      selections: selections.map((s) => (isNodes(s) ? leaf : s)),
    },
  };
}

/**
 * The columns of a selection, in its order; undefined when something in it is not a plain column.
 */
function flatten(
  set: SelectionSetNode,
  layer: Declaration,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): { name: string; alias: string }[] | undefined {
  const known = columnNames(layer);
  const columns = new Map<string, string>();
  const visit = (s: SelectionSetNode): boolean =>
    s.selections.every((selection) => {
      if (selection.directives?.length) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT) return visit(selection.selectionSet);
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return visit(fragments.get(selection.name.value)!.selectionSet);
      if (!known.has(selection.name.value)) return false;
      columns.set(selection.alias?.value ?? selection.name.value, selection.name.value);
      return true;
    });
  return visit(set) ? [...columns].map(([alias, name]) => ({ alias, name })) : undefined;
}
