import { createHash } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Context } from "../core/context.js";
import { type Kept, keptRows } from "../core/kept-results.js";
import { requestNow } from "../core/request.js";
import { versionsOf } from "../events/data-versions.js";
import { layersRead } from "../events/layers-read.js";

/** Compiled, a statement is all that its answer depends on beside the data. */
const dialect = new PgDialect();

/** How an answer is made of a statement's rows, and of what else it may be made. */
export interface Answering<T, A> {
  /** What the answer depends on beside the statement. */
  how: unknown;
  /** Another way to the answer, told the layers that are read; null: the statement it is. */
  other: (layers: readonly string[]) => Promise<A | null>;
  made: (rows: T[]) => A;
  kept: (answer: A) => Kept<A>;
}

/**
 * What is made of the rows of a statement, kept by its text, its parameters and the versions of the
 * layers that it reads: it holds all that the policy makes of the viewer. It ends when nobody who
 * asked is there any more.
 */
export async function keptAnswer<T extends object, A>(
  { services, db }: Context,
  { counties }: { counties: readonly number[] },
  statement: SQL,
  { how, other, made, kept }: Answering<T, A>,
): Promise<A> {
  const compiled = dialect.sqlToQuery(statement);
  const key = createHash("sha256")
    .update(JSON.stringify([compiled, how]))
    .digest("base64url");
  const layers = layersRead(compiled.sql);
  const version = await versionsOf(db, counties, layers);
  return services.keptResults.get(`${key} ${version}`, requestNow()?.gone.signal, async (signal) =>
    kept(
      (await other(layers)) ??
        made(await db.whileWanted(signal, () => db.rows<T>(statement, "long"))),
    ),
  );
}

/** The rows of a statement, kept in the same way. */
export const keptStatement = <T extends object>(
  context: Context,
  access: { counties: readonly number[] },
  statement: SQL,
): Promise<readonly T[]> =>
  keptAnswer<T, readonly T[]>(context, access, statement, {
    how: null,
    other: () => Promise.resolve(null),
    made: (rows) => rows,
    kept: keptRows,
  });
