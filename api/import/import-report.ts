/** Refusals that a report tells one by one. */
export const REFUSALS = 1000;

export interface RefusedRow {
  row: number;
  field: string;
  reason: string;
}

export interface ImportReport {
  layer: string;
  county: number;
  read: number;
  matched: number;
  written: number;
  unchanged: number;
  updated: number;
  refused: number;
  /** The first of them (`REFUSALS`). Rows and features count from 1, a header not counted. */
  refusals: RefusedRow[];
  ignoredColumns: string[];
  notes: string[];
  /** The draft that the rows became, where a layer is written by plans. */
  plan?: string;
  dryRun: boolean;
  seconds: number;
}
