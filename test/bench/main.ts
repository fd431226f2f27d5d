import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const asked = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((f) => f.endsWith(".bench.ts"))
  .map((f) => f.replace(".bench.ts", ""))
  .filter((n) => asked.length === 0 || asked.includes(n));

process.stdout.write("| what | measured | reach | stretch | how |\n|---|---|---|---|---|\n");
for (const name of names) {
  const { default: bench } = (await import(`./${name}.bench.ts`)) as { default: Bench };
  try {
    for (const row of await bench())
      process.stdout.write(
        `| ${[row.what, row.measured, row.reach ?? "", row.stretch ?? "", row.note ?? ""].join(
          " | ",
        )} |\n`,
      );
  } catch (error) {
    process.stdout.write(
      `| ${name} | failed: ${(error as Error).message.split("\n")[0]} | | | |\n`,
    );
    process.exitCode = 1;
  }
}
process.exit();
