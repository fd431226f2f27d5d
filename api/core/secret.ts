import { hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Runner } from "./database.js";
import { badInput, Refusal } from "./refusal.js";

/** Keys for what the service seals. A purpose's keys tell nothing about another's. */
export interface Secret {
  /** The key to write with: 32 bytes by HKDF-SHA256. */
  current(purpose: string): Buffer;
  /** The keys to read with: the current one first, then those of the secrets before it. */
  all(purpose: string): Buffer[];
}

const MIN_LENGTH = 32;
const SETTING = "secret";

/** Several texts, the current one first. */
export function makeSecret(texts: readonly string[]): Secret {
  const known = new Map<string, Buffer[]>();
  const all = (purpose: string): Buffer[] => {
    let keys = known.get(purpose);
    if (!keys) {
      const info = `hearthgrid ${purpose}`;
      keys = texts.map((text) => Buffer.from(hkdfSync("sha256", text, "", info, 32)));
      known.set(purpose, keys);
    }
    return keys;
  };
  return { all, current: (purpose) => all(purpose)[0]! };
}

/** For a command that serves nobody: what it seals, nobody reads after it. */
export const passingSecret = (): Secret => makeSecret([randomBytes(32).toString("base64url")]);

function textsOf(value: string, source: string): string[] {
  const texts = value.split(",").map((text) => text.trim());
  if (texts.some((text) => text.length < MIN_LENGTH))
    throw badInput(
      "secret",
      `${source}: each secret needs at least ${MIN_LENGTH} characters, several are separated by ` +
        "commas, the current one first. A good one is made by: openssl rand -base64 32",
    );
  return texts;
}

/**
 * The service's one secret: HEARTHGRID_SECRET, else the file `secret` in the data directory, made
 * at the first start. Both may hold several, so that what an older one sealed can still be read.
 */
export async function openSecret(
  fromEnvironment: string | undefined,
  dataDir: string,
): Promise<Secret> {
  if (fromEnvironment) return makeSecret(textsOf(fromEnvironment, "HEARTHGRID_SECRET"));
  const file = path.join(dataDir, "secret");
  try {
    const text = (await readSecret(file)) ?? (await createSecret(dataDir, file));
    return makeSecret(textsOf(text, file));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw badInput(
      "secret",
      `The secret can be neither read from ${file} nor kept there (${(error as Error).message}). ` +
        "Set HEARTHGRID_SECRET, or correct owner and permissions of the data directory.",
    );
  }
}

async function readSecret(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  // Windows has no such bits: what stat says there means nothing.
  const others = process.platform === "win32" ? 0 : (await stat(file)).mode & 0o077;
  if (others !== 0)
    throw badInput(
      "secret",
      `${file} can be read by other users. Close it with: chmod 600 ${file}`,
    );
  return text;
}

/** A link appears complete or not at all, and never replaces what another process just made. */
async function createSecret(dataDir: string, file: string): Promise<string> {
  const partial = `${file}.partial-${randomBytes(6).toString("hex")}`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const handle = await open(partial, "w", 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString("base64url")}\n`);
    await handle.sync();
    await handle.close();
    await link(partial, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await unlink(partial);
  }
  return (await readSecret(file))!;
}

/**
 * Several processes on one server database must share a secret, or one could not read what another
 * sealed. The database remembers a fingerprint of the current one; who does not know that secret
 * does not start. Who knows it and has a newer one before it makes the newer one current.
 */
export async function agreeOnSecret(db: Runner, secret: Secret): Promise<void> {
  const [mine, ...older] = secret.all("fingerprint").map((key) => key.toString("hex"));
  await db.rows(sql`
    insert into setting (name, value) values (${SETTING}, to_jsonb(${mine}::text))
    on conflict (name) do nothing`);
  const [agreed] = await db.rows(sql`
    update setting set value = to_jsonb(${mine}::text)
    where name = ${SETTING} and value #>> '{}' = any(${sql.param([mine, ...older])}::text[])
    returning name`);
  if (agreed) return;
  throw new Refusal(
    "CONFLICT",
    "This database is served with another secret. Start every process on it with the same " +
      "HEARTHGRID_SECRET; the first one's is in the file secret of its data directory. To change " +
      "it, give both, the new one first: HEARTHGRID_SECRET=NEW,OLD. If the old one is lost, make " +
      `the database forget it: delete from setting where name = '${SETTING}'`,
  );
}

/** After a restore: the backup may come from a database that was served with another secret. */
export async function forgetSecret(db: Runner): Promise<void> {
  await db.rows(sql`delete from setting where name = ${SETTING}`);
}
