import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startProcess } from "../harness/service-process.js";

export interface StartedService {
  url: string;
  /** Asks GraphQL as the demonstration account of a role; throws on errors. */
  ask<T = Record<string, any>>(
    role: string,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<T>;
  tokenOf(role: string): Promise<string>;
  /** Ends the session that `tokenOf` gave. */
  signOut(role: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The service as people start it, with the embedded database and a small demonstration county, in a
 * directory of its own.
 */
export async function startDemonstration(
  incidents: number,
  ...more: string[]
): Promise<StartedService> {
  const data = mkdtempSync(path.join(tmpdir(), "hearthgrid-browser-"));
  const service = await startProcess(["--data", data, "--incidents", String(incidents), ...more]);
  const { url } = service;
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
    async signOut(role) {
      await post({ query: "mutation { signOut }" }, await tokenOf(role));
      tokens.delete(role);
    },
    async stop() {
      await service.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
