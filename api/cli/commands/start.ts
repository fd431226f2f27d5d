import type { Command } from "commander";
import {
  DATABASE_SETTINGS,
  SERVICE_SETTINGS,
  type ServiceOptions,
  serviceSettings,
} from "../../core/settings.js";
import { addSetting } from "../options.js";
import { printedSettings } from "../print-settings.js";

export function registerStart(program: Command): void {
  const start = program
    .command("start")
    .description(
      "migrate, then serve the API, tiles and the web map; embedded database unless DATABASE_URL is set",
    );
  [...SERVICE_SETTINGS, ...DATABASE_SETTINGS].reduce(addSetting, start);
  start
    .option("--print-config", "print every setting with where it came from, and end")
    .addHelpText(
      "after",
      "\nExamples:\n  hearthgrid start --port 8080 --data /var/lib/hearthgrid\n" +
        "  DATABASE_URL=postgres://hearthgrid@db/hearthgrid hearthgrid start --host 0.0.0.0",
    )
    .action(async (options: ServiceOptions & { printConfig?: boolean }) => {
      const settings = serviceSettings(options);
      if (options.printConfig) return void process.stdout.write(printedSettings(start, settings));
      const { startService } = await import("../../server/start-service.js");
      const { terminalProgress } = await import("../progress.js");
      const service = await startService(
        settings,
        (line) => process.stderr.write(`${line}\n`),
        terminalProgress(),
      );
      const stop = () => {
        void service.close().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      };
      process.once("SIGTERM", stop);
      process.once("SIGINT", stop);
    });
}
