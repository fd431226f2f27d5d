import { type SQL, sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { searchCache } from "../../geo/search.js";
import type { Declaration } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { inSlices, oneAhead } from "../core/one-ahead.js";
import { amendRows, type Box, insertRows, retireRows } from "./apply.js";
import { type ChangeSet, openSet, unsaved } from "./change-set.js";
import { checkRow } from "./check.js";
import type {
  ChangedRow,
  Command,
  Fault,
  NewRow,
  StagedChanges,
  StagedRows,
  Values,
  Writer,
  WrittenRow,
} from "./command.js";
import { forgetRows } from "./forget.js";
import { judge, refusalOfFault } from "./judge.js";
import { type LockedRow, lockRows } from "./lock.js";
import {
  changedRows,
  columnsOf,
  newRows,
  of,
  placeFault,
  searchColumn,
  stagedChanges,
  stagedRows,
} from "./proposed.js";
import { type ProposedSet, rulesFor, type Settling, type WrittenSet } from "./rules.js";
import { tell } from "./tell.js";

/** Rows of a statement: well under a second on the embedded engine. */
const CHUNK = 1000;

export interface WrittenCommand {
  /** The set of changes, of a command that keeps history. */
  set: string;
  rows: WrittenRow[];
}

/**
 * The one way to write. Each command is checked row by row, settled and applied set by set, kept in
 * history and told as events, within the caller's transaction: a reader sees all of it or nothing.
 * Commands of one call are one set of changes, with one actor, cause and reason: `opened`, or a new
 * one. What is refused throws the first row's refusal.
 */
export async function write(
  tx: Transaction,
  writer: Writer,
  county: number,
  commands: readonly Command[],
  opened?: ChangeSet,
): Promise<WrittenCommand[]> {
  const open = commands.every(leavesNothing) ? unsaved : openSet;
  const set = opened ?? (await open(tx, county, writer));
  const done: WrittenCommand[] = [];
  for (const command of commands) done.push(await new Writing(tx, writer, set, command).run());
  return done;
}

const leavesNothing = ({ action, layer }: Command): boolean =>
  action === "retire" && layer.forgets === true;

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

const refuseFirst = ([first]: readonly Fault[]): void => {
  if (first) throw refusalOfFault(first);
};

/** One command on its way: what is common to its chunks. */
class Writing {
  private readonly layer: Declaration;
  private readonly rules;
  private readonly search = searchCache();
  private readonly rows: WrittenRow[] = [];
  private box: Box | null = null;

  constructor(
    private readonly tx: Transaction,
    private readonly writer: Writer,
    private readonly set: ChangeSet,
    private readonly command: Command,
  ) {
    this.layer = command.layer;
    this.rules = rulesFor(command.layer);
  }

  async run(): Promise<WrittenCommand> {
    const { command, tx, set, layer } = this;
    switch (command.action) {
      case "create":
        await this.create(command.rows);
        break;
      case "update":
      case "move":
        await this.change(command.rows, command.action);
        break;
      case "retire":
        for (const chunk of chunksOf(command.rows)) await this.retire(chunk);
    }
    if (!leavesNothing(command)) await tell(tx, { set, layer, rows: this.rows, box: this.box });
    return { set: set.id, rows: this.rows };
  }

  private async create(rows: readonly NewRow[] | StagedRows): Promise<void> {
    const { tx, set, layer } = this;
    if ("chunks" in rows)
      for (const chunk of rows.chunks)
        await this.insert(stagedRows(tx, set.county, layer, chunk, rows.numbers));
    else
      await oneAhead(
        chunksOf(rows),
        async (chunk) =>
          newRows(set.county, layer, await inSlices(chunk, (row) => this.checkedNew(row))),
        (proposed) => this.insert(proposed),
      );
  }

  private checkedNew({ id, values, geometry, key }: NewRow): Values {
    const { layer } = this;
    this.check(values, geometry, null);
    return {
      ...columnsOf(layer, values, geometry),
      ...searchColumn(layer, values, this.search),
      county_id: this.set.county,
      id,
      ...(key === undefined ? {} : { import_key: key }),
    };
  }

  private check(given: Values, geometry: Geometry | null, before: LockedRow | null): Values {
    const { layer, rules, writer } = this;
    const values = before ? { ...before.values, ...given } : given;
    const place = before && !geometry ? null : placeFault(layer, geometry);
    refuseFirst([
      ...(place ? [place] : []),
      ...checkRow(layer, rules, writer.standards, {
        values,
        geometry: geometry ?? before?.values.geometry ?? null,
        before: before?.values ?? null,
        given: new Set(Object.keys(given)),
        now: Date.now(),
      }),
    ]);
    return values;
  }

  /** What follows for a set, once nothing of it refuses. */
  private async settled(proposed: ProposedSet): Promise<Settling> {
    const { tx, rules, writer, command } = this;
    const { origin } = writer.standards.county;
    const settling = (await rules.settle?.(tx, { ...proposed, origin })) ?? {};
    if (!command.judged) refuseFirst(await judge(tx, writer, proposed, settling));
    return settling;
  }

  private async insert(proposed: ProposedSet): Promise<void> {
    const { tx, set } = this;
    const settling = await this.settled(proposed);
    const { rows, box } = await insertRows(tx, set, proposed, settling);
    this.box = joined(this.box, box);
    await this.follow("created", rows);
  }

  private async change(
    rows: readonly ChangedRow[] | StagedChanges,
    action: "update" | "move",
  ): Promise<void> {
    if ("chunks" in rows)
      for (const chunk of rows.chunks) await this.updateStaged(chunk, rows.columns);
    else for (const chunk of chunksOf(rows)) await this.update(chunk, action);
  }

  /** Rows that were recognised and checked one by one when they were staged. */
  private async updateStaged(relation: SQL, columns: readonly string[]): Promise<void> {
    const { tx, set, writer, layer } = this;
    const named = await tx.rows<{ id: string }>(sql`select s.id from (${relation}) s`);
    if (named.length === 0) return;
    await lockRows(tx, writer, layer, set.county, named);
    const proposed = stagedChanges(tx, set.county, layer, relation, columns);
    const settling = await this.settled(proposed);
    const written = await amendRows(tx, set, {
      layer,
      ids: named.map(({ id }) => id),
      from: proposed.from,
      columns: {
        ...Object.fromEntries(columns.map((name) => [name, of("s", name)])),
        ...settling.columns,
      },
    });
    await this.follow("updated", written);
  }

  private async update(rows: readonly ChangedRow[], action: "update" | "move"): Promise<void> {
    const { tx, set, writer, layer } = this;
    const locked = await lockRows(tx, writer, layer, set.county, rows);
    const proposed = changedRows(
      set.county,
      layer,
      rows.map((row) => this.checkedChange(row, locked.get(row.id)!)),
    );
    const settling = await this.settled(proposed);
    const written = await amendRows(tx, set, {
      layer,
      ids: rows.map(({ id }) => id),
      ...(action === "move" ? { action: "moved" } : {}),
      from: proposed.from,
      columns: { ...this.givenColumns(rows), ...settling.columns },
    });
    await this.follow("updated", written);
  }

  private checkedChange({ id, changes, geometry }: ChangedRow, before: LockedRow): Values {
    const { layer } = this;
    const values = this.check(changes, geometry ?? null, before);
    return {
      ...columnsOf(layer, changes, geometry),
      ...searchColumn(layer, values, this.search),
      id,
    };
  }

  /** Every column that some row of the set gives; the others' rows keep what they have. */
  private givenColumns(rows: readonly ChangedRow[]): Record<string, SQL> {
    const { layer } = this;
    const names = new Set(rows.flatMap(({ changes }) => Object.keys(changes)));
    const columns = layer.fields.filter((f) => names.has(inputName(f))).map((f) => f.column);
    if (isLayer(layer) && rows.some(({ geometry }) => geometry)) columns.push(layer.geometryColumn);
    if (layer.search.length > 0) columns.push("search_text");
    return Object.fromEntries(columns.map((name) => [name, of("s", name)]));
  }

  private async retire(rows: readonly { id: string; version?: number }[]): Promise<void> {
    const { tx, set, rules, writer, layer } = this;
    const { county } = set;
    await lockRows(tx, writer, layer, county, rows);
    const ids = rows.map(({ id }) => id);
    const fault = await rules.beforeRetire?.(tx, { county, ids, writer });
    if (fault) throw refusalOfFault(fault);
    if (layer.forgets) await forgetRows(tx, layer, county, ids, writer.actor);
    else await this.follow("retired", await retireRows(tx, set, layer, ids));
  }

  private async follow(action: WrittenSet["action"], rows: WrittenRow[]): Promise<void> {
    const { tx, set, rules, writer, layer } = this;
    this.rows.push(...rows);
    if (!this.command.judged)
      await rules.after?.(tx, { county: set.county, layer, set, action, rows, writer });
  }
}

const joined = (a: Box | null, b: Box | null): Box | null =>
  a && b
    ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
    : (a ?? b);
