import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand, startProcess } from "../harness/service-process.js";

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
  /** Imports a file of GeoJSON by the command, which wants the service stopped meanwhile. */
  load(layer: string, name: string, collection: object): Promise<Record<string, any>>;
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
  const args = ["--data", data, "--incidents", String(incidents), ...more];
  let service = await startProcess(args);
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
    async load(layer, name, collection) {
      const file = path.join(data, name);
      writeFileSync(file, JSON.stringify(collection));
      await service.stop();
      const to = ["--county", "510799", "--data", data];
      const command = runCommand(["import", layer, file, ...to]);
      const { code } = await command.ended;
      service = await startProcess(args, { HEARTHGRID_PORT: new URL(url).port });
      if (code !== 0) throw new Error(command.err());
      return JSON.parse(command.out()) as Record<string, any>;
    },
    async stop() {
      await service.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
