import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** How a process ended. */
export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface CommandProcess {
  child: ChildProcess;
  out(): string;
  err(): string;
  ended: Promise<End>;
}

export interface ServiceProcess {
  child: ChildProcess;
  url: string;
  /** What it printed so far. */
  said(): string;
  ended: Promise<End>;
  stop(): Promise<void>;
}

/**
 * One command line as people give it: a process of its own, by its executable, outside of what the
 * test runner sets (some libraries behave otherwise where NODE_ENV is test).
 */
export function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
  input?: string,
): CommandProcess {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { NODE_ENV: _, ...ambient } = process.env;
  const child = spawn(process.execPath, [path.join(root, "api/cli/hearthgrid.mjs"), ...args], {
    cwd: root,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    env: { ...ambient, DATABASE_URL: "", HEARTHGRID_SECRET: "", ...env },
  });
  child.stdin?.end(input);
  let out = "";
  let err = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<End>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, out: () => out, err: () => err, ended };
}

/**
 * A service on a free port. Rejects with what it said when it ends instead of serving.
 */
export async function startProcess(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ServiceProcess> {
  const { child, out, err, ended } = runCommand(["start", ...args], {
    HEARTHGRID_PORT: "0",
    ...env,
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr!.on("data", () => {
      const found = /Hearthgrid is at (http:\/\/\S+:\d+)/.exec(err());
      if (found) resolve(found[1]!);
    });
    void ended.then(({ code, signal }) => {
      reject(new Error(`the service ended with ${String(code ?? signal)}:\n${out()}${err()}`));
    });
  });
  return {
    child,
    url,
    said: () => `${out()}${err()}`,
    ended,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
