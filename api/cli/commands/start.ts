import { once } from "node:events";
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
      "migrate, then serve the API, tiles and the web map; embedded database unless " +
        "DATABASE_URL is set",
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
      const { startService } = await import("../../http/start-service.js");
      const { terminalProgress } = await import("../progress.js");
      const { makeLog } = await import("../../core/log.js");
      const log = makeLog({ form: settings.log, least: settings.logLevel });
      // Once: a second signal does what it does to any program, at once.
      const stop = new AbortController();
      process.once("SIGTERM", () => stop.abort());
      process.once("SIGINT", () => stop.abort());
      try {
        const service = await startService(settings, log, terminalProgress(), stop.signal);
        if (!stop.signal.aborted) await once(stop.signal, "abort");
        await service.close();
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        log(`stopped while starting: ${(error as Error).message}`);
      }
      process.exit(0);
    });
}
