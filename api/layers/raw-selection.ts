/** Hidden leaf of a connection: its nodes as the bytes of JSON (api/server/raw-nodes.ts). */
export const RAW_FIELD = "rawNodes";

export type RawColumns = readonly { name: string; alias: string }[];

/**
 * Selections of rewritten documents, by a key that stands in the document: the same selection has
 * the same key.
 */
export const rawSelections = {
  keep: (columns: RawColumns): string => JSON.stringify(columns),
  find: (key: string): RawColumns => JSON.parse(key) as RawColumns,
};
