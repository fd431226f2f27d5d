import type { Transaction } from "../core/database.js";
import type { Reserve } from "../numbering/numbering.service.js";
import { summarize } from "../writing/change-set.js";
import type { Command, Writer } from "../writing/command.js";
import { write } from "../writing/write.js";
import { ranges, type Staging } from "./stage.queries.js";
import { changedOf, givenColumns, newOf } from "./staged-sets.js";
import type { WrittenColumn } from "./written-columns.js";

/** Rows of a statement: under a second on the embedded engine. */
const NEW_ROWS = 10_000;
const CHANGED_ROWS = 2_000;

export interface Applied {
  written: number;
  updated: number;
}

/**
 * Writes what was staged and found good, as one set of changes that keeps what it came to. Runs
 * inside one transaction: all of an import, or nothing.
 */
export async function writeStaged(
  tx: Transaction,
  s: Staging,
  written: readonly WrittenColumn[],
  writer: Writer,
  o: { read: number; matched: number; isNew: boolean; isChanged: boolean; numbers?: Reserve },
): Promise<Applied> {
  const { county, layer } = s;
  const chunks = (size: number, of: typeof newOf) =>
    [...ranges(s, size)].map((range) => of(s, written, range));
  const commands: Command[] = [];
  if (o.isNew)
    commands.push({
      layer,
      county,
      action: "create",
      rows: { chunks: chunks(NEW_ROWS, newOf), numbers: o.numbers },
    });
  if (o.isChanged)
    commands.push({
      layer,
      county,
      action: "update",
      rows: { chunks: chunks(CHANGED_ROWS, changedOf), columns: givenColumns(layer, written) },
    });
  const done = await write(tx, writer, county, commands);
  const rowsOf = (action: Command["action"]) =>
    done[commands.findIndex((command) => command.action === action)]?.rows.length ?? 0;
  const applied = { written: rowsOf("create"), updated: rowsOf("update") };
  const summary = { layer: layer.name, read: o.read, matched: o.matched, ...applied };
  for (const { set } of done.slice(0, 1)) await summarize(tx, { county, id: set }, summary);
  return applied;
}
