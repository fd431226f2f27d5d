// Builds what differs from its sources: compiled code, the embedded engine's template, the page.
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
import { dirname, join, relative, sep } from "node:path";
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
 * A digest of names and contents: a copy or another checkout of what was built is built already.
 * Some 20 ms.
 */
function stampOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(files).sort()) {
    if (/\.(spec\.tsx?|fixture\.ts|md|png)$/.test(file)) continue;
    hash.update(`${relative(root, file).replaceAll(sep, "/")}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** What builds is a development dependency, and where only the others are installed it is away. */
function requireTools() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const missing = Object.keys(devDependencies)
    .filter((name) => /^(typescript|vite|@types\/.*)$/.test(name))
    .filter((name) => !existsSync(join(root, "node_modules", name)));
  if (missing.length > 0)
    throw new Error(
      "This checkout is not built, or was changed since, and what builds it is not installed: " +
        "run npm ci and npm run build here, or bring dist from a checkout where they ran.",
    );
}

async function unlessBuilt({ name, sources, label, tools, work }) {
  const stamp = stampOf([...sources, ...shared]);
  const file = join(dist, `.built-${name}`);
  if (existsSync(file) && readFileSync(file, "utf8") === stamp) return;
  if (tools) requireTools();
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
    new URL("../../dist/db/engine/embedded/template.js", import.meta.url).href
  );
  await buildTemplate(join(dist, "embedded"));
}

const PAGE = {
  name: "site",
  sources: ["web-map", "civic", "geo", "schema/schema.graphql"],
  label: "building the page 构建页面",
  tools: true,
  work: () => run(process.execPath, [bin("vite"), "build", "--config", "web-map/vite.config.ts"]),
};
const CODE = {
  name: "code",
  sources: ["api", "schema", "db", "civic", "geo", "tsconfig.json", "tsconfig.build.json"],
  label: "compiling 编译",
  tools: true,
  work: compile,
};
const TEMPLATE = {
  name: "template",
  sources: ["db/engine/embedded"],
  label: "preparing the embedded database 准备内嵌数据库",
  tools: false,
  work: template,
};

export async function build({ site = true } = {}) {
  const page = site ? unlessBuilt(PAGE) : Promise.resolve();
  // Heard at the end; until then its failure must not end the process by itself.
  page.catch(() => {});
  await unlessBuilt(CODE);
  await unlessBuilt(TEMPLATE);
  await page;
}

/** The contract as emitted, and the page's documents typed by it. */
export async function generate() {
  await build({ site: false });
  await run(process.execPath, [
    join(dist, "api/cli/emit-schema.js"),
    join(root, "schema/schema.graphql"),
  ]);
  await run(process.execPath, [
    bin("@graphql-codegen/cli", "graphql-codegen"),
    "--config",
    "web-map/codegen.ts",
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // What is packed is built from nothing, so that nothing old is in it.
  if (process.argv.includes("--clean")) rmSync(dist, { recursive: true, force: true });
  await (process.argv.includes("--schema") ? generate() : build()).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
