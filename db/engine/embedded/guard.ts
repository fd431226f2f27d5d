import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { EngineFault } from "../fault.js";

/** Who holds a data directory: process id, and the port of its service if it serves one. */
export interface Holder {
  pid: number;
  port?: number;
}

export interface Guard {
  /** Says on which port the holding service answers, once it is known. */
  setPort(port: number | undefined): void;
  release(): Promise<void>;
}

/**
 * PGlite takes no lock and two processes on one directory corrupt it silently, so the directory is
 * guarded by a name
 * that the kernel owns and frees at any death of the process: an abstract socket on Linux, a pipe
 * on Windows, a socket
 * file elsewhere. Limit: an abstract name belongs to one network namespace, so two containers that
 * share a volume are
 * not kept apart (docs/guides/operate-it.md says so).
 */
function guardAddress(dataDir: string): string {
  const key = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\hearthgrid-${key}`;
  if (process.platform === "linux") return `\0hearthgrid-${key}`;
  return path.join(tmpdir(), `hearthgrid-${key}.sock`);
}

/**
 * Asks the holder of a directory who it is; undefined when nobody holds it (or it does not exist).
 */
export async function whoHolds(dataDir: string): Promise<Holder | undefined> {
  let address: string;
  try {
    address = guardAddress(dataDir);
  } catch {
    return undefined;
  }
  return await new Promise((resolve) => {
    const socket = net.connect(address);
    let text = "";
    let connected = false;
    const answer = () => {
      socket.destroy();
      if (!connected) return resolve(undefined);
      try {
        resolve(JSON.parse(text) as Holder);
      } catch {
        resolve({ pid: 0 });
      }
    };
    socket.setEncoding("utf8");
    socket.setTimeout(2_000, answer);
    socket.on("connect", () => {
      connected = true;
    });
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("end", answer);
    socket.on("error", answer);
  });
}

const inUse = (dataDir: string, holder: Holder | undefined) => {
  const who = holder?.port
    ? `the service on port ${holder.port} (process ${holder.pid})`
    : holder?.pid
      ? `process ${holder.pid}`
      : "another process";
  return new EngineFault(
    "DATA_DIR_IN_USE",
    `The data directory ${dataDir} is held by ${who}; stop it first, or choose another directory.`,
  );
};

/**
 * Takes the directory for this process. Throws EngineFault DATA_DIR_IN_USE; the directory must
 * exist.
 */
export async function takeGuard(dataDir: string, servicePort?: number): Promise<Guard> {
  const address = guardAddress(dataDir);
  let port = servicePort;
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(JSON.stringify({ pid: process.pid, port } satisfies Holder));
  });
  const listen = () =>
    new Promise<boolean>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) =>
        error.code === "EADDRINUSE" ? resolve(false) : reject(error);
      server.once("error", failed);
      server.listen(address, () => {
        server.removeListener("error", failed);
        resolve(true);
      });
    });
  if (!(await listen())) {
    const holder = await whoHolds(dataDir);
    // Only a socket file outlives its process; nobody answers behind it then.
    const stale = address.endsWith(".sock") && !holder;
    if (stale) rmSync(address, { force: true });
    if (!stale || !(await listen())) throw inUse(dataDir, holder);
  }
  server.on("error", () => undefined);
  server.unref();
  return {
    setPort: (p) => {
      port = p;
    },
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
