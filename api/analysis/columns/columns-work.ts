// Runs in one thread that keeps its rows between tasks (incident-columns.ts).
import type { ColumnQuestion } from "./column-question.js";
import { OnARim } from "./condition-mask.js";
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

export function dropRows({ county }: { county: number }): void {
  held.delete(county);
}

/** `lost`: this thread does not have all of the counties; `unsure`: only SQL can tell. */
export type Scan = Scanned | "lost" | "unsure";

export function scanRows(question: ColumnQuestion): Scan {
  const counties = question.counties.flatMap(({ county, offsets }) => {
    const rows = held.get(county);
    return rows ? [{ county, rows, offsets }] : [];
  });
  if (counties.length !== question.counties.length) return "lost";
  try {
    return scanColumns(counties, question);
  } catch (error) {
    if (error instanceof OnARim) return "unsure";
    throw error;
  }
}
