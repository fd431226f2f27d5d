import { accessSync, constants } from "node:fs";
import {
  mkdir,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  statfs,
  unlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { EngineFault, reasonOf } from "../fault.js";
import { copyTemplate, ensureTemplate } from "./template.js";

/** PostgreSQL's major version inside PGlite 0.5.8; its files cannot be read by another. */
const MAJOR = "18";
/** A checkpoint and two WAL segments must fit, or PostgreSQL stops in the middle of a write. */
const ROOM_BYTES = 64 * 1024 * 1024;

/** The database's own folder inside the service's data directory, which holds other things too. */
const databaseDir = (dataDir: string) => path.join(dataDir, "database");

/**
 * Makes the data directory usable. Returns its real path. Throws EngineFault DATA_DIR_UNWRITABLE.
 */
export async function openDataDir(dataDir: string): Promise<string> {
  const unwritable = (why: string, cause?: unknown) =>
    new EngineFault(
      "DATA_DIR_UNWRITABLE",
      `The data directory ${dataDir} ${why}; choose another with --data, or correct its owner ` +
        "and permissions.",
      { cause },
    );
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw unwritable(
      code === "EEXIST" || code === "ENOTDIR" ? "is a file or lies below one" : "cannot be created",
      cause,
    );
  }
  if (!(await stat(dataDir)).isDirectory()) throw unwritable("is not a directory");
  const probe = path.join(dataDir, `.probe-${process.pid}`);
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    await writeFile(probe, "");
    await unlink(probe);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOSPC") throw diskFull(dataDir);
    throw unwritable("cannot be written", cause);
  }
  return await realpath(dataDir);
}

export const diskFull = (dataDir: string) =>
  new EngineFault(
    "DISK_FULL",
    `The disk that holds ${dataDir} is full; free some space, then try again: nothing that was ` +
      "acknowledged is lost.",
  );

export async function hasRoom(dataDir: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return true;
  }
}

export const corrupt = (dir: string, why: string, cause?: unknown) =>
  new EngineFault(
    "DATA_DIR_CORRUPT",
    `The database in ${dir} cannot be opened (${why}); nothing was changed in it: keep a copy, ` +
      "then restore a backup into an empty directory.",
    { cause },
  );

/**
 * Creates the database from the template when there is none, else looks whether it can be one of
 * ours. The guard must be held.
 */
export async function prepareDatabase(
  dataDir: string,
  log: (line: string) => void,
): Promise<string> {
  const dir = databaseDir(dataDir);
  // What a first start that was killed left behind; nothing but copyTemplate makes names like
  // these.
  for (const name of await readdir(dataDir)) {
    if (/^database\.partial-\d+$/.test(name))
      await rm(path.join(dataDir, name), { recursive: true, force: true });
  }
  const found = await stat(dir).catch(() => undefined);
  if (!found || (found.isDirectory() && (await readdir(dir)).length === 0)) {
    await ensureTemplate(log);
    if (!(await hasRoom(dataDir))) throw diskFull(dataDir);
    try {
      await copyTemplate(dir);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOSPC") throw diskFull(dataDir);
      throw new EngineFault(
        "DATA_DIR_UNWRITABLE",
        `The database could not be created in ${dataDir} (${reasonOf(cause)}).`,
        { cause },
      );
    }
    return dir;
  }
  if (!found.isDirectory()) throw corrupt(dir, "it is a file");
  await check(dir);
  if (!(await hasRoom(dataDir))) throw diskFull(dataDir);
  await ensureTemplate(log); // the bundle
  return dir;
}

async function check(dir: string): Promise<void> {
  const version = await readFile(path.join(dir, "PG_VERSION"), "utf8").then(
    (v) => v.trim(),
    () => undefined,
  );
  if (version === undefined) throw corrupt(dir, "PG_VERSION is missing");
  if (/^\d+$/.test(version) && version !== MAJOR) {
    throw new EngineFault(
      "DATA_DIR_OTHER_VERSION",
      `The database in ${dir} was written by PostgreSQL ${version}, this release reads ` +
        `${MAJOR}; make a backup with the release that wrote it and restore it here.`,
    );
  }
  if (version !== MAJOR) throw corrupt(dir, "PG_VERSION is not a version");
  const control = await stat(path.join(dir, "global", "pg_control")).catch(() => undefined);
  if (control?.size !== 8192)
    throw corrupt(dir, control ? "global/pg_control is cut off" : "global/pg_control is missing");
  for (const name of ["base", "pg_wal", "pg_xact", "postgresql.conf"]) {
    if (!(await stat(path.join(dir, name)).catch(() => undefined)))
      throw corrupt(dir, `${name} is missing`);
  }
}
