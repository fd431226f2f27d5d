import type { Command } from "commander";
import { type EngineOptions, openFromOptions, withEngineOptions } from "../open.js";

export function registerMigrate(program: Command): void {
  withEngineOptions(program.command("migrate"))
    .description("bring the database to the newest schema, and say what was run")
    .addHelpText(
      "after",
      "\nExample:\n  DATABASE_URL=postgres://hearthgrid@db/hearthgrid hearthgrid migrate",
    )
    .action(async (options: EngineOptions) => {
      const { migrate } = await import("../../../db/migrate.js");
      const engine = await openFromOptions(options, (line) => process.stderr.write(`${line}\n`));
      try {
        const ran = await migrate(engine);
        process.stdout.write(
          ran.length
            ? `${ran.map((tag) => `ran ${tag}`).join("\n")}\n`
            : "the schema is up to date\n",
        );
      } finally {
        await engine.close();
      }
    });
}
