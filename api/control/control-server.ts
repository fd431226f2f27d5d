import { chmod } from "node:fs/promises";
import Fastify from "fastify";
import { EngineFault } from "../../db/engine/fault.js";
import { OPERATOR } from "../accounts/administrator.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { isOperationName, OPERATIONS, type Operation } from "./operations.js";
import { makeSocketPlace } from "./socket-path.js";

const BODY_MOST = 1024 * 1024;

/** How an operation ended, on the wire. */
export type Outcome =
  | { result: unknown }
  | { refusal: { message: string; extensions: Record<string, unknown> } }
  | { fault: string };

async function run(services: Services, name: string, input: unknown): Promise<Outcome> {
  if (!isOperationName(name)) return { fault: `The running service knows no operation ${name}.` };
  try {
    return { result: await (OPERATIONS[name] as Operation)(services, OPERATOR, input as never) };
  } catch (error) {
    if (error instanceof Refusal)
      return { refusal: { message: error.message, extensions: error.extensions } };
    if (!(error instanceof EngineFault))
      services.log(`command ${name}: ${(error as Error).stack ?? String(error)}`);
    return { fault: (error as Error).message };
  }
}

/**
 * Commands on the machine reach the service that holds a data directory by a socket file in it.
 * Who can open the file is the operator: it is 0600 in a directory that is 0700.
 */
export async function listenForCommands(
  services: Services,
  dataDir: string,
): Promise<() => Promise<void>> {
  const app = Fastify({ bodyLimit: BODY_MOST, forceCloseConnections: true });
  app.post<{ Params: { name: string } }>("/operations/:name", ({ params, body }) =>
    run(services, params.name, body),
  );
  const place = await makeSocketPlace(dataDir);
  await app.listen({ path: place.path });
  await chmod(place.path, 0o600);
  return async () => {
    await app.close();
    await place.remove();
  };
}
