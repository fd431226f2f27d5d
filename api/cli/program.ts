import { Command, CommanderError } from "commander";
import { EngineFault } from "../../db/engine-fault.js";
import { Refusal } from "../refusal.js";
import { registerAccount } from "./commands/account.js";
import { registerBackup } from "./commands/backup.js";
import { registerCoverage } from "./commands/coverage-check.js";
import { registerDemo } from "./commands/demo.js";
import { registerExport } from "./commands/export.js";
import { registerGroup } from "./commands/group.js";
import { registerHotspots } from "./commands/hotspots.js";
import { registerImport } from "./commands/import.js";
import { registerLog } from "./commands/log.js";
import { registerMigrate } from "./commands/migrate.js";
import { registerRestore } from "./commands/restore.js";
import { registerStart } from "./commands/start.js";

const REGISTER = [
  registerStart,
  registerMigrate,
  registerDemo,
  registerImport,
  registerExport,
  registerAccount,
  registerLog,
  registerBackup,
  registerRestore,
  registerCoverage,
  registerGroup,
  registerHotspots,
];

/**
 * Bad input is one line on standard error and exit 2; a fault of the machine or the database is one
 * line and exit 1.
 */
function endWith(error: unknown): never {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const known = error instanceof Refusal || error instanceof EngineFault;
  process.stderr.write(
    `${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exit(error instanceof Refusal ? 2 : 1);
}

/** `--port` is HEARTHGRID_PORT, `--skip-refused` is HEARTHGRID_SKIP_REFUSED. */
function readEnvironment(command: Command): void {
  for (const option of command.options)
    if (option.long)
      option.env(`HEARTHGRID_${option.long.slice(2).replace(/-/g, "_").toUpperCase()}`);
  command.commands.forEach(readEnvironment);
}

/**
 * commander's usage errors are exit 1 by default and several lines; the contract wants 2 and one.
 */
function strict(command: Command): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) =>
      write(
        `${text
          .trim()
          .replace(/^error: /, "")
          .replace(/\s*\n\s*/g, " ")}\n`,
      ),
  });
  command.commands.forEach(strict);
}

export function program(): { parseAsync(argv: string[]): Promise<void> } {
  const root = new Command("hearthgrid").description(
    "网格化服务管理 · neighbourhood grids, buildings, households, cameras and incidents over GraphQL, tiles and a map",
  );
  for (const register of REGISTER) register(root);
  readEnvironment(root);
  strict(root);
  return { parseAsync: (argv) => root.parseAsync(argv).then(() => undefined, endWith) };
}
