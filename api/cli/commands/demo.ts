import type { Command } from "commander";
import { INCIDENTS_MOST, type SettingDeclaration, wholeNumber } from "../../core/settings.js";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";
import { addSetting } from "../options.js";

interface DemoOptions extends EngineOptions {
  incidents: number;
  seed: number;
  reset?: boolean;
}

const DEMO_SETTINGS: SettingDeclaration[] = [
  {
    flags: "--incidents <n>",
    says: "how many incidents",
    fallback: 50_000,
    read: wholeNumber("incidents", 0, INCIDENTS_MOST),
  },
  {
    flags: "--seed <n>",
    says: "another county of the same kind",
    fallback: 1,
    read: wholeNumber("seed", 0, 2 ** 31),
  },
];

export function registerDemo(program: Command): void {
  DEMO_SETTINGS.reduce(addSetting, withEngineOptions(program.command("demo")))
    .description("load the demonstration county; refuses a database that holds data")
    .option("--reset", "empty the database first")
    .addHelpText("after", "\nExample:\n  hearthgrid demo --incidents 1000000 --reset")
    .action(async (options: DemoOptions) => {
      const { incidents, seed } = options;
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
