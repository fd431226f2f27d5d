// Builds what is older than its sources: compiled code, the embedded engine's template, the page.
// Nothing to do takes milliseconds.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(import.meta.url);
const dist = join(root, "dist");
const shared = ["package.json", "package-lock.json"];

function files(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [full];
  return readdirSync(full, { withFileTypes: true }).flatMap((e) =>
    e.name === "node_modules"
      ? []
      : e.isDirectory()
        ? files(join(path, e.name))
        : [join(full, e.name)],
  );
}

/**
 * A digest of names, sizes and times: cheap, and a checkout that changes a file changes one of
 * them.
 */
function stampOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(files).sort()) {
    if (/\.(spec\.tsx?|md|png)$/.test(file)) continue;
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

async function unlessBuilt(name, paths, label, work) {
  const stamp = stampOf([...paths, ...shared]);
  const file = join(dist, `.built-${name}`);
  if (existsSync(file) && readFileSync(file, "utf8") === stamp) return;
  const begun = Date.now();
  process.stderr.write(`${label} …\n`);
  await work();
  mkdirSync(dist, { recursive: true });
  writeFileSync(file, stamp);
  process.stderr.write(`${label}: ${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (d) => (output += d));
    child.stderr.on("data", (d) => (output += d));
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args.join(" ")} failed:\n${output}`)),
    );
  });
}

/** A package's executable, run by this Node itself: no shell, the same on every system. */
function bin(name, executable = name) {
  const manifest = require.resolve(`${name}/package.json`, { paths: [root] });
  const { bin: declared } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), typeof declared === "string" ? declared : declared[executable]);
}

async function compile() {
  await run(process.execPath, [bin("typescript", "tsc"), "-p", "tsconfig.build.json"]);
  rmSync(join(dist, "db/migrations"), { recursive: true, force: true });
  cpSync(join(root, "db/migrations"), join(dist, "db/migrations"), { recursive: true });
}

async function template() {
  const { buildTemplate } = await import(
    new URL("../../dist/db/embedded/template.js", import.meta.url).href
  );
  await buildTemplate(join(dist, "embedded"));
}

export async function build({ site = true } = {}) {
  const page =
    site && existsSync(join(root, "web-map/vite.config.ts"))
      ? unlessBuilt(
          "site",
          ["web-map", "geo", "schema/schema.graphql"],
          "building the page 构建页面",
          () => run(process.execPath, [bin("vite"), "build", "--config", "web-map/vite.config.ts"]),
        )
      : Promise.resolve();
  // Heard at the end; until then its failure must not end the process by itself.
  page.catch(() => {});
  await unlessBuilt(
    "code",
    ["api", "schema", "db", "geo", "tsconfig.json", "tsconfig.build.json"],
    "compiling 编译",
    compile,
  );
  await unlessBuilt(
    "template",
    ["db/embedded"],
    "preparing the embedded database 准备内嵌数据库",
    template,
  );
  await page;
}

/** The contract as emitted, and the page's documents typed by it. */
export async function generate() {
  await build({ site: false });
  await run(process.execPath, [
    join(dist, "api/cli/emit-schema.js"),
    join(root, "schema/schema.graphql"),
  ]);
  if (existsSync(join(root, "web-map/codegen.ts")))
    await run(process.execPath, [
      bin("@graphql-codegen/cli", "graphql-codegen"),
      "--config",
      "web-map/codegen.ts",
    ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await (process.argv.includes("--schema") ? generate() : build());
