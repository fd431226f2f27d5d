// `npm run bench [name …]`: runs the benchmarks (all, or those named) and prints the table that
// docs/performance.md shows.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { build } = await import("../api/cli/build.mjs");
await build({ site: false });
const main = fileURLToPath(new URL("bench/main.ts", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "--import", "tsx", main, ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);
