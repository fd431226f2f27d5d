import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface ServiceProcess {
  url: string;
  /** What it printed so far. */
  said(): string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/**
 * The service as people start it: a process of its own, by its executable. Rejects with what it
 * said when it ends instead of serving.
 */
export async function startProcess(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ServiceProcess> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [path.join(root, "api/cli/hearthgrid.mjs"), "start", "--port", String(port), ...args],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, DATABASE_URL: "", HEARTHGRID_SECRET: "", ...env },
    },
  );
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Hearthgrid is at")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => {
      reject(new Error(`the service ended with ${String(code)}:\n${said}`));
    });
  });
  return {
    url: `http://localhost:${port}`,
    said: () => said,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
