import type { Command } from "commander";
import { badInput } from "../../refusal.js";
import { type EngineOptions, withEngineOptions } from "../open.js";

export interface StartOptions extends EngineOptions {
  port: string;
  host: string;
  incidents: string;
  demo: boolean;
}

export function registerStart(program: Command): void {
  withEngineOptions(program.command("start"))
    .description(
      "migrate, then serve the API, tiles and the web map; embedded database unless DATABASE_URL is set",
    )
    .option("--port <port>", "port to serve on", "4000")
    .option("--host <address>", "address to serve on", "127.0.0.1")
    .option("--incidents <n>", "incidents of the demonstration county on the first start", "50000")
    .option("--no-demo", "start with an empty database")
    .addHelpText(
      "after",
      "\nExamples:\n  hearthgrid start --port 8080 --data /var/lib/hearthgrid\n  DATABASE_URL=postgres://hearthgrid@db/hearthgrid hearthgrid start --host 0.0.0.0",
    )
    .action(async (options: StartOptions) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw badInput("port", "--port: a number from 0 to 65535.");
      const { startService } = await import("../../server/start-service.js");
      const { terminalProgress } = await import("../progress.js");
      const service = await startService(
        { ...options, port, incidents: Number(options.incidents) },
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
