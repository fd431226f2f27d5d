import { createHash } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Context } from "../core/context.js";
import { keptRows } from "../core/kept-results.js";
import { requestNow } from "../core/request.js";
import { versionsOf } from "../events/data-versions.js";
import { layersRead } from "../events/layers-read.js";

/** Compiled, a statement is all that its answer depends on beside the data. */
const dialect = new PgDialect();

/**
 * The rows of a statement, kept by its text, its parameters and the versions of the layers that it
 * reads: it holds all that the policy makes of the viewer. It ends when nobody who asked is there
 * any more.
 * @param other another way to the same rows, told the layers; null: the statement it is
 */
export async function keptStatement<T extends object>(
  { services, db }: Context,
  { counties }: { counties: readonly number[] },
  statement: SQL,
  other: (layers: readonly string[]) => Promise<T[] | null> = () => Promise.resolve(null),
): Promise<readonly T[]> {
  const compiled = dialect.sqlToQuery(statement);
  const key = createHash("sha256").update(JSON.stringify(compiled)).digest("base64url");
  const layers = layersRead(compiled.sql);
  const version = await versionsOf(db, counties, layers);
  return services.keptResults.get(`${key} ${version}`, requestNow()?.gone.signal, (signal) =>
    keptRows(
      other(layers).then(
        (rows) => rows ?? db.whileWanted(signal, () => db.rows<T>(statement, "long")),
      ),
    ),
  );
}
