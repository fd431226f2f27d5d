import { type Command, CommanderError } from "commander";
import { EngineFault } from "../../db/engine/fault.js";
import { Refusal } from "../core/refusal.js";
import { VERSION } from "../core/version.js";
import { registerAccount } from "./commands/account.js";
import { registerBackup } from "./commands/backup.js";
import { registerCalendar } from "./commands/calendar.js";
import { registerCoverage } from "./commands/coverage-check.js";
import { registerDemo } from "./commands/demo.js";
import { registerExport } from "./commands/export.js";
import { registerGroup } from "./commands/group.js";
import { registerHotspots } from "./commands/hotspots.js";
import { registerImport } from "./commands/import.js";
import { registerKey } from "./commands/key.js";
import { registerLog } from "./commands/log.js";
import { registerMigrate } from "./commands/migrate.js";
import { registerRestore } from "./commands/restore.js";
import { registerStart } from "./commands/start.js";
import { EveryOptionByEnvironment, forgetEmptyVariables, nameVariables } from "./options.js";

const REGISTER = [
  registerStart,
  registerMigrate,
  registerDemo,
  registerImport,
  registerExport,
  registerAccount,
  registerKey,
  registerLog,
  registerBackup,
  registerRestore,
  registerCoverage,
  registerGroup,
  registerHotspots,
  registerCalendar,
];

/**
 * Bad input is one line on standard error and exit 2; a fault of the machine or the database is one
 * line and exit 1.
 */
function endWith(error: unknown, command: Command | undefined): never {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  const known = error instanceof Refusal || error instanceof EngineFault;
  const text = known ? error.message : ((error as Error).stack ?? String(error));
  process.stderr.write(`${error instanceof Refusal ? nameVariables(text, command) : text}\n`);
  process.exit(error instanceof Refusal ? 2 : 1);
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

/** The whole command line, without running anything. */
export function buildProgram(): Command {
  const root = new EveryOptionByEnvironment("hearthgrid")
    .description(
      "网格化服务管理 · neighbourhood grids, buildings, households, cameras and incidents over " +
        "GraphQL, tiles and a map",
    )
    .version(VERSION)
    // An option belongs to the command that it follows; commands inherit this.
    .enablePositionalOptions();
  for (const register of REGISTER) register(root);
  strict(root);
  return root;
}

export async function runProgram(argv: readonly string[]): Promise<void> {
  forgetEmptyVariables(process.env);
  let running: Command | undefined;
  const root = buildProgram().hook("preAction", (_root, command) => {
    running = command;
  });
  await root.parseAsync([...argv]).catch((error: unknown) => endWith(error, running));
}
