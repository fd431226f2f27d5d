import { resolve } from "node:path";
import type { Command } from "commander";
import { BackupError } from "../../../db/backup.js";
import { badInput } from "../../core/refusal.js";
import { type EngineOptions, openFromOptions, withEngineOptions } from "../open.js";

/** A backup's user mistake as the command line shows it. */
export const asRefusal = (error: unknown): never => {
  throw error instanceof BackupError ? badInput("file", error.message) : error;
};

export function registerBackup(program: Command): void {
  withEngineOptions(program.command("backup"))
    .argument("<file>", "where to write it; must not exist")
    .description("write the whole database to one file, readable by either engine")
    .addHelpText("after", "\nExample:\n  hearthgrid backup hearthgrid-2026-11-23.ndjson.gz")
    .action(async (file: string, options: EngineOptions) => {
      const { backup } = await import("../../../db/backup.js");
      const engine = await openFromOptions(options, (line) => process.stderr.write(`${line}\n`));
      try {
        const { tables, rows } = await backup(engine, resolve(file)).catch(asRefusal);
        process.stdout.write(`${file}: ${rows} rows of ${tables} tables\n`);
      } finally {
        await engine.close();
      }
    });
}
