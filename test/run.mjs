// npm test: build, typecheck, the direction of imports, all specs; then what this machine lacked,
// and one closing line.
// Arguments go to vitest (a name filters the spec files); --soak adds the long runs.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rulesHold } from "./dependency-rules.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);
const soak = args.includes("--soak");
const scratch = mkdtempSync(path.join(tmpdir(), "hearthgrid-run-"));
const lackedFile = path.join(scratch, "lacked");
const report = path.join(scratch, "vitest.json");
const begun = Date.now();

const onPath = (name) =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .some((dir) => dir && existsSync(path.join(dir, name)));

function hasPostgis() {
  const packaged = "/usr/lib/postgresql";
  const bins = [
    ...(existsSync(packaged)
      ? readdirSync(packaged).map((v) => path.join(packaged, v, "bin"))
      : []),
    ...(process.env.PATH ?? "").split(path.delimiter),
  ];
  return bins.some((bin) => {
    if (!bin || !existsSync(path.join(bin, "initdb")) || !existsSync(path.join(bin, "pg_config")))
      return false;
    const share = execFileSync(path.join(bin, "pg_config"), ["--sharedir"], {
      encoding: "utf8",
    }).trim();
    return existsSync(path.join(share, "extension", "postgis.control"));
  });
}

const HAS = {
  postgis: hasPostgis,
  chromium: () =>
    Boolean(process.env.HEARTHGRID_CHROMIUM) ||
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].some(onPath),
  gdal: () => onPath("ogr2ogr"),
  nginx: () => onPath("nginx") && onPath("openssl"),
};

function run(label, command, commandArgs, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.once("error", (error) => {
      console.error(`${label}: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

let passed = 0,
  failed = 0,
  skipped = 0;
async function step(label, work) {
  const start = Date.now();
  const ok = await work();
  console.log(`${ok ? "ok  " : "FAIL"} ${label} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (ok) passed++;
  else failed++;
}

const node = (label, ...nodeArgs) =>
  run(label, process.execPath, nodeArgs).then((code) => code === 0);
const filter = args.filter((a) => a !== "--soak");
if (existsSync(path.join(root, "api/cli/build.mjs")))
  await step("build", () => node("build", "api/cli/build.mjs"));
const types = step("types", () =>
  node(
    "tsc",
    path.join(root, "node_modules/typescript/bin/tsc"),
    "-b",
    ".",
    "web-map",
    "test/pictures",
  ),
);
await Promise.all([types, step("direction of imports", rulesHold)]);

await run(
  "vitest",
  process.execPath,
  [
    path.join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filter,
  ],
  {
    HEARTHGRID_LACKED_FILE: lackedFile,
    ...(soak ? { HEARTHGRID_SOAK: "1" } : {}),
  },
).then((code) => {
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  passed += result?.numPassedTests ?? 0;
  failed += result?.numFailedTests ?? 0;
  skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that does not load, or an error outside any test, has no failed test to count.
  const broken =
    result?.testResults?.filter(
      (f) => f.status === "failed" && !f.assertionResults.some((t) => t.status === "failed"),
    ).length ?? 0;
  failed += broken;
  if (code !== 0 && !result?.numFailedTests && broken === 0) failed++;
});

const recorded = existsSync(lackedFile)
  ? readFileSync(lackedFile, "utf8").split("\n").filter(Boolean)
  : [];
rmSync(scratch, { recursive: true, force: true });
const lacking = new Set([...recorded, ...Object.keys(HAS).filter((name) => !HAS[name]())]);
const required = (process.env.HEARTHGRID_REQUIRE ?? "").split(",").filter(Boolean);
if (lacking.size > 0)
  console.log(
    `\nThis machine lacked: ${[...lacking].sort().join(", ")} (suites that need it were skipped)`,
  );
for (const name of required.filter((r) => lacking.has(r) || !(r in HAS))) {
  console.error(`HEARTHGRID_REQUIRE asks for ${name}, and this machine has none`);
  failed++;
}
console.log(`\n${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 ? 1 : 0);
