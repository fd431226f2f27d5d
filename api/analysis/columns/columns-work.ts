// Runs in one thread that keeps its rows between tasks (incident-columns.ts).
import type { ColumnQuestion } from "./column-question.js";
import { begunWithin, OnARim } from "./condition-mask.js";
import { IncidentRows } from "./incident-rows.js";
import { type Scanned, scanColumns } from "./scan-columns.js";

const held = new Map<number, IncidentRows>();

/** What a county's rows take, in bytes; null: there are none here. */
export type Held = { bytes: number } | null;

export interface RowsTask {
  county: number;
  /** Incidents that changed: what is not in `bytes` is gone. */
  changed: readonly string[];
  bytes: Uint8Array<ArrayBuffer>;
}

/** Begins anew. */
export function beginRows({ county }: { county: number }): void {
  held.set(county, new IncidentRows());
}

/** Null: this thread never had the county. */
export function takeRows({ county, changed, bytes }: RowsTask): Held {
  const rows = held.get(county);
  if (!rows) return null;
  rows.forget(changed);
  rows.add(bytes);
  return { bytes: rows.bytes };
}

/** Once all are there; rows that are taken later stand behind. Null: this thread lost them. */
export function sortRows({ county }: { county: number }): Held {
  const rows = held.get(county);
  rows?.sortByTime();
  return rows ? { bytes: rows.bytes } : null;
}

export function dropRows({ county }: { county: number }): void {
  held.delete(county);
}

/** `lost`: this thread does not have all of the counties; `unsure`: only SQL can tell. */
export type Scan = Scanned | "lost" | "unsure";

export function scanRows(question: ColumnQuestion): Scan {
  if (!question.counties.every(({ county }) => held.has(county))) return "lost";
  const [from, to] = begunWithin(question.rows);
  const pieces = question.counties.flatMap(({ county, offsets }) =>
    held
      .get(county)!
      .within(from, to)
      .map((rows) => ({ county, rows, offsets })),
  );
  try {
    return scanColumns(pieces, question);
  } catch (error) {
    if (error instanceof OnARim) return "unsure";
    throw error;
  }
}
