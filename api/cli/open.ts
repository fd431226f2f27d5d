import { resolve } from "node:path";
import type { Command } from "commander";
import { type Engine, openEngine } from "../../db/engine.js";
import { migrate } from "../../db/migrate.js";
import { openServices } from "../open-services.js";
import type { Services } from "../services.js";

export interface EngineOptions {
  data?: string;
  port?: string | number;
}

export const DATA_DEFAULT = "data";

/** Options every command with a database has. */
export const withEngineOptions = (command: Command): Command =>
  command.option(
    "--data <dir>",
    "directory of the embedded database (HEARTHGRID_DATA)",
    process.env["HEARTHGRID_DATA"] ?? DATA_DEFAULT,
  );

export function openFromOptions(
  options: EngineOptions,
  log: (line: string) => void,
): Promise<Engine> {
  const databaseUrl = process.env["DATABASE_URL"];
  return openEngine({
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(process.env["DIRECT_DATABASE_URL"]
      ? { directUrl: process.env["DIRECT_DATABASE_URL"] }
      : {}),
    dataDir: resolve(options.data ?? DATA_DEFAULT),
    log,
    ...(options.port === undefined ? {} : { servicePort: Number(options.port) }),
    ...(process.env["HEARTHGRID_POOL"] ? { poolSize: Number(process.env["HEARTHGRID_POOL"]) } : {}),
  });
}

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
