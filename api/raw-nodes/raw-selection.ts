import type { FieldNode } from "graphql";

/** Hidden leaf of a connection: its nodes as the bytes of JSON (api/raw-nodes/raw-nodes.ts). */
export const RAW_FIELD = "rawNodes";

export type RawColumns = readonly { name: string; alias: string }[];

/** What was selected of the nodes where a rewritten document has a leaf; kept with the document. */
export const rawSelections = new WeakMap<FieldNode, RawColumns>();
