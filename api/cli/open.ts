import type { Command } from "commander";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import type { Log } from "../core/log.js";
import type { Services } from "../core/services.js";
import { DATABASE_SETTINGS, type DatabaseOptions, databaseSettings } from "../core/settings.js";
import { openServices } from "../open-services.js";
import { addSetting } from "./options.js";

export type EngineOptions = DatabaseOptions;

/** Options every command with a database has. */
export const withEngineOptions = (command: Command): Command =>
  DATABASE_SETTINGS.reduce(addSetting, command);

export const openFromOptions = (options: EngineOptions, log: Log): Promise<Engine> =>
  openEngine({ ...databaseSettings(options), log });

/** For a command: a migrated database and the services, closed in the end. */
export async function withServices<T>(
  options: EngineOptions,
  use: (services: Services) => Promise<T>,
): Promise<T> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const engine = await openFromOptions(options, log);
  try {
    await migrate(engine);
    return await use(openServices(engine, log));
  } finally {
    await engine.close();
  }
}
