import type { Command } from "commander";
import { badInput } from "../../refusal.js";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";

interface DemoOptions extends EngineOptions {
  incidents: string;
  seed: string;
  reset?: boolean;
}

function whole(text: string, name: string, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw badInput(name, `--${name}: a whole number from 0 to ${max}.`);
  return value;
}

export function registerDemo(program: Command): void {
  withEngineOptions(program.command("demo"))
    .description("load the demonstration county; refuses a database that holds data")
    .option("--incidents <n>", "how many incidents", "50000")
    .option("--seed <n>", "another county of the same kind", "1")
    .option("--reset", "empty the database first")
    .addHelpText("after", "\nExample:\n  hearthgrid demo --incidents 1000000 --reset")
    .action(async (options: DemoOptions) => {
      const incidents = whole(options.incidents, "incidents", 20_000_000),
        seed = whole(options.seed, "seed", 2 ** 31);
      await withServices(options, async (services) => {
        const { loadDemonstration } = await import("../../demo/demo.service.js");
        const { terminalProgress } = await import("../progress.js");
        await loadDemonstration(
          services,
          { incidents, seed, reset: options.reset ?? false },
          terminalProgress(),
        );
      });
      process.stdout.write(`loaded the demonstration county with ${incidents} incidents\n`);
    });
}
