import type { GroupFigures } from "./verdict.js";

/** Rows of one statement, as its JSON has them. Shapes are hex EWKB. */
export interface RowsChunk {
  groups: {
    id: string;
    number: number;
    code: string;
    village: string;
    grid: string;
    centre: string;
    locked: boolean;
    figures: GroupFigures;
    cell: string | null;
    spokes: string | null;
  }[];
  members: { id: string; group: string; household: string; metres: number; isolated: boolean }[];
  exceptions: { household: string; reason: unknown }[];
  answerers: { caller: string; answerer: string; rank: number; metres: number }[];
}

export const emptyChunk = (): RowsChunk => ({
  groups: [],
  members: [],
  exceptions: [],
  answerers: [],
});

export function chunksOf<T>(
  rows: readonly T[],
  most: number,
  chunk: (part: T[]) => RowsChunk,
): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < rows.length; at += most)
    chunks.push(JSON.stringify(chunk(rows.slice(at, at + most))));
  return chunks;
}

/** Households whose grid nobody knows are in no group: none may cross a grid. */
export const gridlessExceptions = (ids: readonly string[]): RowsChunk["exceptions"] =>
  ids.map((household) => ({ household, reason: { code: "in-no-grid", params: {} } }));
