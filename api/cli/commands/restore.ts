import { resolve } from "node:path";
import type { Command } from "commander";
import { type EngineOptions, openFromOptions, withEngineOptions } from "../open.js";
import { asRefusal } from "./backup.js";

export function registerRestore(program: Command): void {
  withEngineOptions(program.command("restore"))
    .argument("<file>", "a file that hearthgrid backup wrote")
    .option("--force", "replace what the database holds")
    .description("restore a backup into an empty database of either engine, all or nothing")
    .addHelpText(
      "after",
      "\nExample:\n  DATABASE_URL=postgres://hearthgrid@db/hearthgrid hearthgrid restore " +
        "hearthgrid-2026-11-23.ndjson.gz",
    )
    .action(async (file: string, options: EngineOptions & { force?: boolean }) => {
      const [{ restore }, { migrate }, { Database }, { forgetSecret }] = await Promise.all([
        import("../../../db/backup.js"),
        import("../../../db/migrate.js"),
        import("../../core/database.js"),
        import("../../core/secret.js"),
      ]);
      const engine = await openFromOptions(options, (line) => process.stderr.write(`${line}\n`));
      try {
        await migrate(engine);
        const { tables, rows } = await restore(engine, resolve(file), {
          force: options.force ?? false,
        }).catch(asRefusal);
        await forgetSecret(new Database(engine));
        process.stdout.write(`restored ${rows} rows of ${tables} tables\n`);
      } finally {
        await engine.close();
      }
    });
}
