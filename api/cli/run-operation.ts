import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { OPERATOR } from "../accounts/administrator.js";
import { askService } from "../control/ask-service.js";
import {
  type InputOf,
  OPERATIONS,
  type Operation,
  type OperationName,
  type ResultOf,
} from "../control/operations.js";
import { DEFAULT_SETTINGS, databaseSettings, type Settings } from "../core/settings.js";
import { openServices } from "../open-services.js";
import type { EngineOptions } from "./open.js";

/**
 * Does what a command asks: by the service that holds the data directory while one runs, else
 * here. Where the database is a server's, nobody holds it, and it is always done here.
 */
export async function runOperation<N extends OperationName>(
  options: EngineOptions,
  name: N,
  input: InputOf<N>,
  given: Partial<Settings> = {},
): Promise<ResultOf<N>> {
  const database = databaseSettings(options);
  const asked = database.databaseUrl ? undefined : await askService(database.dataDir, name, input);
  if (asked) return asked.result;
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const engine = await openEngine({ ...database, log });
  try {
    await migrate(engine);
    const settings = { ...DEFAULT_SETTINGS, ...database, ...given };
    const services = openServices(engine, log, { settings });
    return (await (OPERATIONS[name] as Operation)(
      services,
      OPERATOR,
      input as never,
    )) as ResultOf<N>;
  } finally {
    await engine.close();
  }
}
