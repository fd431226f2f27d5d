import { readdirSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { Bench, BenchRow } from "./bench.js";
import { stopCluster } from "./cluster.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const asked = process.argv.slice(2);
/** What installs packages of others, or takes an hour and 20 GB, is asked for by name. */
const ON_DEMAND = new Set(["postgraphile", "incidents-grown"]);
const names = readdirSync(folder)
  .filter((f) => f.endsWith(".bench.ts"))
  .map((f) => f.replace(".bench.ts", ""))
  .filter((n) => (asked.length === 0 ? !ON_DEMAND.has(n) : asked.includes(n)));

const print = (...cells: string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const load = () => loadavg()[0]!.toFixed(1);
const row = ({ what, measured, reach = "", stretch = "", note = "" }: BenchRow) =>
  print(what, measured, reach, stretch, load(), note);

print("what", "measured", "reach", "stretch", "load", "how");
process.stdout.write("|---|---|---|---|---|---|\n");
for (const name of names) {
  const { default: bench } = (await import(`./${name}.bench.ts`)) as { default: Bench };
  try {
    for await (const found of await bench()) row(found);
  } catch (error) {
    row({ what: name, measured: `failed: ${(error as Error).message.split("\n")[0]}` });
    process.exitCode = 1;
  }
}
if (asked.length === 0)
  for (const name of ON_DEMAND) row({ what: name, measured: `left out: npm run bench ${name}` });
await stopCluster();
process.exit();
