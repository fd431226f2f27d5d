import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface StartedService {
  url: string;
  /** Asks GraphQL as the demonstration account of a role; throws on errors. */
  ask<T = Record<string, any>>(
    role: string,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<T>;
  tokenOf(role: string): Promise<string>;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => {
        resolve(port);
      });
    });
  });

/**
 * The service as people start it, with the embedded database and a small demonstration county, in a
 * directory of its own.
 */
export async function startDemonstration(incidents: number): Promise<StartedService> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const data = mkdtempSync(path.join(tmpdir(), "hearthgrid-browser-"));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      path.join(root, "api/cli/hearthgrid.mjs"),
      "start",
      "--port",
      String(port),
      "--data",
      data,
      "--incidents",
      String(incidents),
    ],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DATABASE_URL: "" } },
  );
  let said = "";
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
  const url = `http://localhost:${port}`;
  const post = async (body: unknown, token?: string): Promise<any> => {
    const answer = (await (
      await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify(body),
      })
    ).json()) as { data: unknown; errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  const tokens = new Map<string, string>();
  const tokenOf = async (role: string): Promise<string> => {
    if (!tokens.has(role))
      tokens.set(
        role,
        (await post({ query: `mutation { demoSignIn(role: ${role}) { token } }` })).demoSignIn
          .token,
      );
    return tokens.get(role)!;
  };
  return {
    url,
    tokenOf,
    ask: async (role, query, variables) => post({ query, variables }, await tokenOf(role)),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
