import type { Command } from "commander";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";

export function registerLog(program: Command): void {
  const log = program.command("log").description("the access log");
  withEngineOptions(log.command("verify"))
    .description("check the access log's hash chain and say where it breaks")
    .action(async (options: EngineOptions) => {
      const { sealAccessLog, verifyAccessLog } = await import(
        "../../access-log/access-log.service.js"
      );
      const verdict = await withServices(options, async ({ db }) => {
        const found = await verifyAccessLog(db);
        // A chain that holds takes in what is still open; a broken one is left as it is for whoever
        // looks into it.
        if (!found.valid || found.unsealed === 0) return found;
        while (await sealAccessLog(db));
        return verifyAccessLog(db);
      });
      process.stdout.write(`${JSON.stringify(verdict)}\n`);
      if (!verdict.valid) process.exitCode = 1;
    });
}
