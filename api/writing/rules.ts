import type { SQL } from "drizzle-orm";
import type { Geometry } from "geojson";
import type { Declaration, DeclaredName, Named, ValuesOf } from "../../schema/declaration.js";
import type { Runner, Transaction } from "../core/database.js";
import type { Reserve } from "../numbering/numbering.service.js";
import type { ChangeSet } from "./change-set.js";
import type { Fault, Values, Writer, WrittenRow } from "./command.js";

/** Values of a row that is still to be checked: any may be missing or empty. */
export type Proposed<D extends Named> = {
  readonly [K in keyof ValuesOf<D>]?: ValuesOf<D>[K] | null;
};

/** One row as it would stand, before SQL is asked. */
export interface ProposedRow<V = Values> {
  values: V;
  geometry: Geometry | null;
  /** As it was; a new one was nothing. */
  before: V | null;
  /** The moment of writing, in milliseconds. */
  now: number;
}

/**
 * A set of rows as they would stand. In SQL a row of it is `s`, with the columns of the layer's
 * table, and the row as it is now is `o`; a new row has no `o`.
 */
export interface ProposedSet {
  county: number;
  layer: Declaration;
  action: "create" | "update";
  /** The relation as something to select from, named `s`. */
  from: SQL;
  /** Where rows lie that are given a place, degrees by id, of a layer of points. */
  points(): Promise<ReadonlyMap<string, readonly [lon: number, lat: number]>>;
  /** How many of the rows have nothing in a column. */
  without(column: string): Promise<number>;
  /** Of the county's plane, degrees, where who writes knows it. */
  origin?: readonly number[] | null;
  /** Numbers that were taken for its rows beforehand. */
  numbers?: Reserve | undefined;
  /** Whether a column of the row changes. */
  changes(column: string): SQL;
}

/** A fault of one row of a set. */
export interface RowFault extends Fault {
  id: string;
}

/** What refuses rows of a set. */
export interface SetRefusal {
  when: SQL;
  fault: Fault;
}

/** What follows for a set, as SQL over `s` (and `o`): it runs once, however many rows there are. */
export interface Settling {
  /** Columns that nobody gives, or that have a default. */
  columns?: Readonly<Record<string, SQL>>;
  /** Common table expressions that columns of new rows read; run once, as the rows are written. */
  with?: SQL;
  refuse?: readonly SetRefusal[];
  /** The grid and the village a row is of, for who may write in some only. */
  grid?: SQL;
  village?: SQL;
}

/** Rows that have just been written. */
export interface WrittenSet {
  county: number;
  layer: Declaration;
  /** The set of changes that wrote them: what follows belongs to it. */
  set: ChangeSet;
  action: "created" | "updated" | "retired";
  rows: readonly WrittenRow[];
  writer: Writer;
}

/**
 * What a domain adds to the one way of writing. All of it is given once and holds for a row and for
 * a hundred thousand, whoever writes them.
 */
export interface WriteRules<V = Values> {
  /** What a row must satisfy by itself: no SQL, no clock but `row.now`. */
  check?(row: ProposedRow<V>): Fault[];
  settle?(tx: Runner, set: ProposedSet): Settling | Promise<Settling>;
  /** What else is to be written once the rows are. */
  after?(tx: Transaction, written: WrittenSet): Promise<void>;
  /** Why some of these rows cannot be retired; writes what ends with the others. */
  beforeRetire?(
    tx: Transaction,
    at: { county: number; ids: readonly string[]; writer: Writer },
  ): Promise<Fault | null>;
}

const registered = new Map<DeclaredName, WriteRules>();

export function registerRules(rules: Partial<Record<DeclaredName, WriteRules>>): void {
  for (const [layer, its] of Object.entries(rules)) registered.set(layer as DeclaredName, its);
}

const NO_RULES: WriteRules = {};

export const rulesFor = (layer: Declaration): WriteRules => registered.get(layer.name) ?? NO_RULES;
