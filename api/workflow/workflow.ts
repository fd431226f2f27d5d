import type { SQL } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Machine } from "../../civic/steps/machine.js";
import type { ActionForm } from "../../schema/actions/action-form.js";
import type { Declaration } from "../../schema/declaration.js";
import type { Matter } from "../clocks/clock-rules.js";
import type { Runner, Transaction } from "../core/database.js";

/** A row with a state, and who wrote it where: what every step is judged by. */
export interface Standing {
  county: number;
  id: string;
  state: string;
  version: number;
  retired: boolean;
  createdBy: string;
  gridId: string | null;
  villageCode: string | null;
  organisationId: string | null;
  /** Actors who have dealt with it otherwise than by a step, such as by drawing it. */
  handledBy?: readonly string[];
  /** What the rules of its clocks tell it apart by. */
  matter?: Matter;
}

export type Given = Readonly<Record<string, unknown>>;

/** What guards are judged by besides the subject, whatever the machine. */
export interface Judging {
  now: number;
  /** Does the policy let the viewer do that here? */
  may(action: string): boolean;
}

/** A table whose rows have states. */
export type StatefulTable = PgTable &
  Record<
    "countyId" | "id" | "version" | "retiredAt" | "createdBy" | "status" | "stateSince",
    AnyPgColumn
  >;

export interface Taken<S> {
  action: string;
  from: string;
  to: string;
  given: Given;
  standing: S;
}

/** A form as it was filled in, and the word that came with it. */
export interface Filled {
  given: Given;
  reason: string | null;
}

/**
 * What a domain tells the mechanism of the states of its subjects. `F` is what a step's form names
 * and its guards look at, such as the incident that another is merged into.
 */
// biome-ignore lint/suspicious/noExplicitAny: of any domain; what its own parts pass on is theirs
export interface Workflow<S extends Standing = any, F = any> {
  layer: Declaration;
  machine: Machine;
  forms: Readonly<Record<string, ActionForm>>;
  table: StatefulTable;
  /**
   * Columns that hold what the rules of its clocks tell it apart by, by the names of their fields:
   * a change of one gives its clocks other rules. What has no clocks has none.
   */
  matter?: Readonly<Record<keyof Matter, AnyPgColumn>>;
  /** Actions whose actors have dealt with the subject: they do not judge it. */
  handling: readonly string[];
  /**
   * The subjects among `ids` that are visible, each locked until the transaction ends where `lock`
   * says so.
   */
  standings(
    run: Runner,
    visible: SQL,
    county: number,
    ids: readonly string[],
    lock: boolean,
  ): Promise<S[]>;
  /** Other subjects that a filled-in form names, by uuid: they are locked with this one. */
  names(given: Given): readonly string[];
  /** What a filled-in form names, as far as it is visible; null where it names nothing. */
  named(tx: Transaction, visible: SQL, standing: S, filled: Filled): Promise<F | null>;
  /** What the machine's guards are judged by; `named` is null before the form is filled in. */
  world(judging: Judging, named: F | null): unknown;
  /** Columns, by drizzle's names, that a step writes beside the state. */
  writes(taken: Taken<S>): Readonly<Record<string, unknown>>;
  /** What else belongs to the step's transaction, such as a job for its day. */
  after?(tx: Transaction, taken: Taken<S>): Promise<void>;
}

const registered = new Map<string, Workflow>();

/** Called by api/domains.ts alone: the mechanism knows no domain. */
export function registerWorkflows(workflows: readonly Workflow[]): void {
  for (const workflow of workflows) registered.set(workflow.layer.name, workflow);
}

export const allWorkflows = (): Workflow[] => [...registered.values()];
