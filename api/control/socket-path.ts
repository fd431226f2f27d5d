import { chmod, mkdir, mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What `sun_path` of a Unix address holds, its closing NUL not counted: unix(7); 103 on macOS. */
const LONGEST = process.platform === "linux" ? 107 : 103;

const directoryOf = (dataDir: string) => path.join(dataDir, "control");
const socketIn = (directory: string) => path.join(directory, "socket");
/** Says where the socket is, when the data directory's own path is too long for one. */
const pointerIn = (directory: string) => path.join(directory, "socket-path");

export interface SocketPlace {
  path: string;
  remove(): Promise<void>;
}

/**
 * Makes the place where commands find the service of a data directory. The directory's guard must
 * be held: what stands there from before is then of a process that is gone.
 */
export async function makeSocketPlace(dataDir: string): Promise<SocketPlace> {
  const directory = directoryOf(dataDir);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  await removeLeftovers(directory);
  const own = socketIn(directory);
  if (Buffer.byteLength(own) <= LONGEST) return { path: own, remove: () => removed(own) };
  const runtime = process.env["XDG_RUNTIME_DIR"] ?? tmpdir();
  const short = socketIn(await mkdtemp(path.join(runtime, "hearthgrid-")));
  await writeFile(pointerIn(directory), short, { mode: 0o600 });
  return { path: short, remove: () => removeLeftovers(directory) };
}

async function removeLeftovers(directory: string): Promise<void> {
  const pointed = await pointedFrom(directory);
  if (pointed) await rm(path.dirname(pointed), { recursive: true, force: true });
  await removed(pointerIn(directory));
  await removed(socketIn(directory));
}

const removed = (file: string) =>
  unlink(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });

const pointedFrom = (directory: string): Promise<string | undefined> =>
  readFile(pointerIn(directory), "utf8").catch(() => undefined);

/** Where the service of a data directory listens, if one runs. */
export const socketOf = async (dataDir: string): Promise<string> =>
  (await pointedFrom(directoryOf(dataDir))) ?? socketIn(directoryOf(dataDir));
