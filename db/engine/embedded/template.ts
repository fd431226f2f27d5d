import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import { EngineFault } from "../fault.js";
import { filterTar } from "./filter-tar.js";

const here = path.dirname(fileURLToPath(import.meta.url));
/** Sources are run by tests and scripts; what Node itself is to run is then what was built of them. */
const built = import.meta.url.endsWith(".ts")
  ? path.resolve(here, "../../../dist/db/engine/embedded")
  : here;

export const TEMPLATE_DIR = path.resolve(built, "../../../embedded");
export const BUNDLE = "postgis-slim.tar";
/** Raised when the template's content changes without a new package version. */
const FORMAT = 3;

const require = createRequire(import.meta.url);
/** Starts a module of this folder as a thread. */
export function startThread(name: string, workerData: unknown): Worker {
  // WebAssembly's calls stand on the thread's own stack: with Node's 4 MB a deep statement breaks
  // the thread before PostgreSQL's max_stack_depth refuses it.
  const options = {
    workerData,
    execArgv: [],
    stdout: true,
    stderr: true,
    // What it allocates in JavaScript is short-lived bytes: a young generation of 48 MB, Node's
    // usual, would only stand there.
    resourceLimits: { stackSizeMb: 32, maxYoungGenerationSizeMb: 12 },
  };
  return new Worker(path.join(built, `${name}.js`), options);
}

function packageOf(name: string): { dist: string; version: string } {
  const dist = path.dirname(require.resolve(name));
  const { version } = JSON.parse(readFileSync(path.join(dist, "../package.json"), "utf8")) as {
    version: string;
  };
  return { dist, version };
}

const stamp = () => ({
  format: FORMAT,
  pglite: packageOf("@electric-sql/pglite").version,
  postgis: packageOf("@electric-sql/pglite-postgis").version,
});
type Stamp = ReturnType<typeof stamp> & { directories: string[] };

async function isCurrent(outDir: string): Promise<boolean> {
  try {
    const { directories, ...built } = JSON.parse(
      await readFile(path.join(outDir, "template.json"), "utf8"),
    ) as Stamp;
    return directories.length > 0 && JSON.stringify(built) === JSON.stringify(stamp());
  } catch {
    return false;
  }
}

/**
 * Names the runtime needs; the 7.5 MB install script only serves CREATE EXTENSION, which happens
 * here and never again.
 */
const RUNTIME =
  /^(lib\/postgresql\/postgis-3\.so|share\/postgresql\/extension\/postgis\.control|share\/proj\/)/;
const INSTALL = /^share\/postgresql\/extension\/postgis--\d+\.\d+\.\d+\.sql$/;

async function entriesOf(directory: string): Promise<{ file: string; isDirectory: boolean }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.map((e) => ({
    file: path.join(e.parentPath ?? e.path, e.name),
    isDirectory: e.isDirectory(),
  }));
}

function runMaker(bundle: string, dataDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(built, "make-template.js"), bundle, dataDir], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4_000);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Error(`the template maker ended with ${code ?? signal}: ${errors.trim()}`)),
    );
  });
}

/**
 * Builds into `outDir` what the embedded engine starts from: the slim PostGIS bundle and a closed
 * data directory with
 * postgis and btree_gist created. Does nothing when the same versions are there. initdb and CREATE
 * EXTENSION run in a
 * child process, because they leave some 700 MB behind in the process that ran them. Several
 * callers may race: each
 * builds beside, one rename wins.
 */
export async function buildTemplate(outDir: string): Promise<void> {
  if (await isCurrent(outDir)) return;
  await mkdir(path.dirname(outDir), { recursive: true });
  const work = await mkdtemp(`${outDir}-`);
  try {
    const tar = gunzipSync(
      readFileSync(path.join(packageOf("@electric-sql/pglite-postgis").dist, "postgis.tar.gz")),
    );
    await writeFile(
      path.join(work, BUNDLE),
      filterTar(tar, (name) => RUNTIME.test(name)),
    );
    const full = path.join(work, "postgis-install.tar");
    await writeFile(
      full,
      filterTar(tar, (name) => RUNTIME.test(name) || INSTALL.test(name)),
    );
    await runMaker(full, path.join(work, "data"));
    await rm(full);
    const entries = await entriesOf(path.join(work, "data"));
    // Named one by one, because packers and image layers drop empty directories and PostgreSQL
    // refuses to start without them.
    const directories = entries
      .filter((e) => e.isDirectory)
      .map((e) => path.relative(path.join(work, "data"), e.file))
      .sort();
    // Whoever runs the service reads it; who built it may be somebody else.
    for (const { file, isDirectory } of [
      { file: work, isDirectory: true },
      { file: path.join(work, "data"), isDirectory: true },
      ...entries,
    ])
      await chmod(file, isDirectory ? 0o755 : 0o644);
    await writeFile(
      path.join(work, "template.json"),
      JSON.stringify({ ...stamp(), directories } satisfies Stamp),
    );
    await rename(outDir, `${work}-old`).catch(() => undefined);
    await rename(work, outDir).catch(async (error: unknown) => {
      if (!(await isCurrent(outDir))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${work}-old`, { recursive: true, force: true });
  }
}

/**
 * Makes sure the template is there: a checkout that was never built builds it at its first start.
 */
export async function ensureTemplate(log: (line: string) => void): Promise<void> {
  if (await isCurrent(TEMPLATE_DIR)) return;
  log("Preparing the embedded database for the first time (about 15 seconds)…");
  try {
    await buildTemplate(TEMPLATE_DIR);
  } catch (cause) {
    throw new EngineFault(
      "TEMPLATE_MISSING",
      "The embedded database could not be prepared; run the build again, or set DATABASE_URL " +
        "to a PostGIS server.",
      { cause },
    );
  }
}

/**
 * Copies the template to `target`, which appears complete or not at all, and is its owner's alone
 * to read and write however the template stands there (root's, read-only).
 */
export async function copyTemplate(target: string, template = TEMPLATE_DIR): Promise<void> {
  const partial = `${target}.partial-${process.pid}`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { mode: 0o700 });
    const { directories } = JSON.parse(
      await readFile(path.join(template, "template.json"), "utf8"),
    ) as Stamp;
    for (const name of directories)
      await mkdir(path.join(partial, name), { recursive: true, mode: 0o700 });
    await cp(path.join(template, "data"), partial, { recursive: true });
    for (const { file, isDirectory } of await entriesOf(partial))
      if (!isDirectory) await chmod(file, 0o600);
    await rename(partial, target);
  } finally {
    if (existsSync(partial)) await rm(partial, { recursive: true, force: true });
  }
}
