import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { personName } from "../accounts/actor-name.js";
import type { Runner, Transaction } from "../core/database.js";
import { keyOfAnother } from "../writing/idempotency.js";

export type EditKind = "do" | "undo" | "redo";

/** What was done to a plan: of grids, of groups. `change` is what it left, to be taken back by. */
export interface EditRow<Change> {
  number: number;
  kind: EditKind;
  /** The edit that it takes back or does again. */
  of: number | null;
  version: number;
  actor: string;
  /** What that person is called; null for others. Who sees plans works with their planners. */
  actorName: string | null;
  /** ISO 8601, UTC. */
  at: string;
  note: string | null;
  operations: unknown[] | null;
  change: Change;
}

/** Key of an attempt, and all that it asks for. */
export interface Attempt {
  actor: string;
  key: string;
  request: string;
}

/** Its table, in the room of its plans. */
type EditTable = PgTable &
  Record<
    | "countyId"
    | "planId"
    | "number"
    | "kind"
    | "of"
    | "version"
    | "actor"
    | "at"
    | "note"
    | "operations"
    | "change"
    | "key"
    | "request",
    AnyPgColumn
  >;

/** A log of edits, one table for each kind of plans: append-only, undoing and redoing included. */
export class EditLog<Change> {
  constructor(private readonly table: EditTable) {}

  /** Edits that made a later version than one, oldest first. */
  after(
    run: Runner,
    county: number,
    plan: string,
    { version, first }: { version: number; first: number },
  ): Promise<EditRow<Change>[]> {
    const { table } = this;
    return run.rows<EditRow<Change>>(sql`
      select ${this.columns} from ${table}
      where ${this.ofPlan(county, plan)} and ${table.version} > ${version}
      order by ${table.number} limit ${first}`);
  }

  async numbered(
    run: Runner,
    county: number,
    plan: string,
    number: number,
  ): Promise<EditRow<Change>> {
    const { table } = this;
    const [row] = await run.rows<EditRow<Change>>(sql`
      select ${this.columns} from ${table}
      where ${this.ofPlan(county, plan)} and ${table.number} = ${number}`);
    return row!;
  }

  /**
   * The edit that an earlier attempt with the same key made; the key of another request is refused.
   */
  async byKey(
    run: Runner,
    county: number,
    plan: string,
    { actor, key, request }: Attempt,
  ): Promise<EditRow<Change> | undefined> {
    const { table } = this;
    const [row] = await run.rows<EditRow<Change> & { same: boolean }>(sql`
      select ${this.columns}, ${table.request} = md5(${request}) as same from ${table}
      where ${this.ofPlan(county, plan)} and ${table.actor} = ${actor} and ${table.key} = ${key}`);
    if (!row) return undefined;
    const { same, ...edit } = row;
    if (!same) throw keyOfAnother();
    return edit;
  }

  /** What can be taken back and done again: numbers of edits, the next one last. */
  async stacks(
    run: Runner,
    county: number,
    plan: string,
  ): Promise<{ done: number[]; undone: number[] }> {
    const { table } = this;
    const rows = await run.rows<Pick<EditRow<Change>, "number" | "kind" | "of">>(sql`
      select ${table.number} as number, ${table.kind} as kind, ${table.of} as of
      from ${table} where ${this.ofPlan(county, plan)} order by ${table.number}`);
    const done: number[] = [];
    let undone: number[] = [];
    for (const { number, kind, of } of rows)
      if (kind === "undo") undone.push(done.pop()!);
      else if (kind === "redo") {
        undone.pop();
        done.push(of!);
      } else {
        done.push(number);
        undone = [];
      }
    return { done, undone };
  }

  insert(
    tx: Transaction,
    county: number,
    plan: string,
    edit: Omit<EditRow<Change>, "actorName"> & { key: string | null; request: string },
  ): void {
    tx.send(sql`
      insert into ${this.table} (county_id, plan_id, number, kind, "of", version, actor, at, note,
        operations, change, key, request)
      values (${county}, ${plan}::uuid, ${edit.number}, ${edit.kind}, ${edit.of}::int,
        ${edit.version}, ${edit.actor}, ${edit.at}::timestamptz, ${edit.note},
        ${edit.operations && JSON.stringify(edit.operations)}::jsonb,
        ${JSON.stringify(edit.change)}::jsonb, ${edit.key},
        ${edit.key && sql`md5(${edit.request})`})`);
  }

  private ofPlan(county: number, plan: string): SQL {
    return sql`${this.table.countyId} = ${county} and ${this.table.planId} = ${plan}::uuid`;
  }

  private get columns(): SQL {
    const { table } = this;
    return sql`${table.number} as number, ${table.kind} as kind, ${table.of} as of,
      ${table.version} as version, ${table.actor} as actor,
      ${personName(sql`${table.actor}`)} as "actorName",
      to_char(${table.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      ${table.note} as note, ${table.operations} as operations, ${table.change} as change`;
  }
}
