import type { SQL } from "drizzle-orm";
import type { Geometry } from "geojson";
import type { Declaration, DeclaredName } from "../../schema/declaration.js";
import type { RefusalCode } from "../core/refusal.js";
import type { Reserve } from "../numbering/numbering.service.js";
import type { LayerNotes } from "../policy/disclosures.js";
import type { Access } from "../policy/policy.js";
import type { Standards } from "./standards.js";

/** Values by the names that inputs use; a reference is the id of what it names. */
export type Values = Record<string, unknown>;

/** By which way something is written. */
export type Cause = "graphql" | "import" | "demo" | "job" | "step";

/** Rows of a layer that whoever writes may see, as SQL. */
export type Visible = (layer: Declaration) => SQL;

/** Who writes, why, and what binds them. */
export interface Writer {
  actor: string;
  cause: Cause;
  reason?: string | null | undefined;
  /** Read before the transaction: it has its own connection and may not wait for another. */
  standards: Standards;
  /** What the policy lets them write; without it anything (imports, the demonstration, jobs). */
  access?: Access;
  /** What they may refer to; without it whatever is there. */
  visible?: Visible;
  /** Where the request notes what it opened of a layer. */
  notes?(layer: DeclaredName): LayerNotes;
}

/** Why a row cannot be written: `FIELD: REASON.` is the sentence that its writer reads. */
export interface Fault {
  field: string;
  /** What kind of mistake, for who shows it in words of their own. */
  kind: "required" | "form" | "code" | "reference" | "taken" | "rule" | "place";
  reason: string;
  /** The same as a code with parameters, where there is one. */
  said?: { readonly code: string; readonly params: object };
  /** Default `BAD_USER_INPUT`. */
  code?: RefusalCode;
  geometry?: Geometry;
}

export interface NewRow {
  id: string;
  values: Values;
  /** A layer whose place follows from others has none. */
  geometry: Geometry | null;
  /** What an import recognises the row by. */
  key?: string;
}

/**
 * Rows that SQL knows already, such as an import's staged ones: each of `chunks` is a relation with
 * the columns of the layer's table, of rows that were checked one by one when they were staged.
 */
export interface StagedRows {
  chunks: readonly SQL[];
  /** Numbers that were taken for them beforehand. */
  numbers?: Reserve | undefined;
}

export interface ChangedRow {
  id: string;
  /** The version the change was made from; another one is a conflict. */
  version?: number;
  /** What is not named stays; null empties. */
  changes: Values;
  geometry?: Geometry;
}

/** The same for rows that stand: whole rows as they will be, and the columns that may be others. */
export interface StagedChanges {
  chunks: readonly SQL[];
  columns: readonly string[];
}

export interface RetiredRow {
  id: string;
  version?: number;
}

/** What is to be done to a set of one layer's rows of one county. */
export type Command = {
  layer: Declaration;
  county: number;
  /**
   * The domain that gives it has judged the set as a whole, and does itself what follows from it:
   * its rules' `settle` refuses nothing and `after` is not asked. Each row is checked all the same.
   */
  judged?: boolean;
} & (
  | { action: "create"; rows: readonly NewRow[] | StagedRows }
  | { action: "update" | "move"; rows: readonly ChangedRow[] | StagedChanges }
  | { action: "retire"; rows: readonly RetiredRow[] }
);

/** A row as it stands after a command. */
export interface WrittenRow {
  id: string;
  action: "created" | "updated" | "moved" | "retired";
  version: number;
  /** Input names of what changed; of a new row none. */
  fields: readonly string[];
  /** Hex EWKB of where it was, if it moved. */
  placeBefore: string | null;
}
