import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLResolveInfo,
  SelectionSetNode,
} from "graphql";

export interface SelectedField {
  name: string;
  alias: string;
  node: FieldNode;
  children: SelectedField[];
}

/** The one interface of the contract; what is asked on it is asked of every type. */
const INTERFACE = "Node";

const cache = new WeakMap<FieldNode, SelectedField[]>();

function collect(
  set: SelectionSetNode | undefined,
  fragments: Record<string, FragmentDefinitionNode>,
  into: SelectedField[],
  on?: string,
): SelectedField[] {
  for (const node of set?.selections ?? []) {
    if (node.kind === "Field")
      into.push({
        name: node.name.value,
        alias: node.alias?.value ?? node.name.value,
        node,
        children: collect(node.selectionSet, fragments, []),
      });
    else {
      const fragment = node.kind === "InlineFragment" ? node : fragments[node.name.value];
      const type = fragment?.typeCondition?.name.value;
      if (on === undefined || type === undefined || type === on || type === INTERFACE)
        collect(fragment?.selectionSet, fragments, into, on);
    }
  }
  return into;
}

/**
 * What a request asks below a field, fragments opened; directives are not weighed (asking SQL for
 * too much is no fault).
 */
export function selectedFields(info: GraphQLResolveInfo): SelectedField[] {
  const node = info.fieldNodes[0]!;
  let fields = info.fieldNodes.length === 1 ? cache.get(node) : undefined;
  if (!fields) {
    fields = info.fieldNodes.flatMap((n) => collect(n.selectionSet, info.fragments, []));
    if (info.fieldNodes.length === 1) cache.set(node, fields);
  }
  return fields;
}

/** What a request asks of one type, where the field promises an interface. */
export const selectedOn = (info: GraphQLResolveInfo, typeName: string): SelectedField[] =>
  info.fieldNodes.flatMap((n) => collect(n.selectionSet, info.fragments, [], typeName));

export const childrenOf = (fields: readonly SelectedField[], name: string): SelectedField[] =>
  fields.filter((f) => f.name === name).flatMap((f) => f.children);
