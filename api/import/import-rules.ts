import type { SQL } from "drizzle-orm";
import type { CodeProfile } from "../../geo/codes.js";
import type { Layer, LayerName } from "../../schema/layers/index.js";
import type { Runner, Transaction } from "../core/database.js";
import type { Reserve } from "../numbering/numbering.service.js";
import type { Fault, Writer } from "../writing/command.js";

/** What is known of a row of a file beside its cells. */
export interface FileRow {
  row: number;
  profile: CodeProfile;
  /** The name of a code. */
  nameOf(table: string, code: string): string | undefined;
}

/** What rows of a file came to as a draft. */
export interface Drafted {
  written: number;
  updated: number;
  unchanged: number;
  /** GraphQL id of the plan; without one there was nothing to do. */
  plan?: string;
  notes: string[];
}

/** A good row of a file as a domain drafts from it. */
export interface DraftRow {
  /** By column; what the file does not tell is missing. */
  values: Readonly<Record<string, string | null>>;
  /** GeoJSON text, EPSG:4326. */
  shape: string;
  /** What `at` said of a point in it. */
  standsIn: string | null;
  /** The uuid that an export of this county gave it. */
  exported: string | null;
}

/** What a domain makes of rows of a file instead of rows of the layer. */
export interface Drafts {
  /** Rows that it cannot take; `value` is a value of the row by its column, in SQL. */
  refuse(
    county: number,
    value: (column: string) => SQL,
  ): readonly { when: SQL; fault: Pick<Fault, "field" | "kind" | "reason"> }[];
  /** What a row stands in by a point of it, as SQL: a text or null. */
  at(county: number, point: SQL): SQL;
  write(
    tx: Transaction,
    of: { county: number; writer: Writer; file: string; rows: readonly DraftRow[] },
  ): Promise<Drafted>;
}

/**
 * What a domain puts where a file says nothing. Only files need it: who writes by a form is asked
 * instead.
 */
export interface ImportRules {
  /** Names of the fields that are filled in a county of this profile. */
  fills(profile: CodeProfile): readonly string[];
  /** Fills values by column, in place. */
  fill(values: Record<string, unknown>, file: FileRow): void;
  /** A column whose missing values are numbers of a series, taken before the rows are written. */
  numbered?: {
    column: string;
    reserve(run: Runner, county: number, many: number): Promise<Reserve>;
  };
  drafts?: Drafts;
  /** By field: what is said to whoever imports rows without it. */
  told?: Readonly<Record<string, string>>;
}

const registered = new Map<LayerName, ImportRules>();

/** Called by api/domains.ts alone. */
export function registerImports(rules: Partial<Record<LayerName, ImportRules>>): void {
  for (const [layer, its] of Object.entries(rules)) registered.set(layer as LayerName, its);
}

const FILLS_NOTHING: ImportRules = { fills: () => [], fill: () => undefined };

export const importRulesFor = (layer: Layer): ImportRules =>
  registered.get(layer.name) ?? FILLS_NOTHING;
