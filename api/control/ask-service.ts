import { request } from "node:http";
import { EngineFault } from "../../db/engine/fault.js";
import { Refusal, type RefusalCode } from "../core/refusal.js";
import type { Outcome } from "./control-server.js";
import type { InputOf, OperationName, ResultOf } from "./operations.js";
import { socketOf } from "./socket-path.js";

const WAIT_MS = 60_000;
/** Nobody listens: no service, or what a killed one left behind. */
const NOBODY = new Set(["ENOENT", "ECONNREFUSED", "ENOTDIR"]);

/**
 * Asks the service that holds a data directory to do something; undefined when there is none.
 * Refuses as the service refused.
 */
export async function askService<N extends OperationName>(
  dataDir: string,
  name: N,
  input: InputOf<N>,
): Promise<{ result: ResultOf<N> } | undefined> {
  const outcome = await post(await socketOf(dataDir), name, JSON.stringify(input));
  if (!outcome) return undefined;
  if ("result" in outcome) return outcome as { result: ResultOf<N> };
  if ("fault" in outcome) throw new EngineFault("DATA_DIR_IN_USE", outcome.fault);
  const { message, extensions } = outcome.refusal;
  throw new Refusal(extensions["code"] as RefusalCode, message, extensions);
}

function post(socketPath: string, name: string, body: string): Promise<Outcome | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({
      socketPath,
      path: `/operations/${name}`,
      method: "POST",
      agent: false,
      timeout: WAIT_MS,
      headers: { "content-type": "application/json" },
    });
    asked.on("timeout", () => asked.destroy(new Error("it does not answer")));
    asked.on("error", (error: NodeJS.ErrnoException) =>
      NOBODY.has(error.code ?? "") ? resolve(undefined) : reject(unreachable(socketPath, error)),
    );
    asked.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", (error) => reject(unreachable(socketPath, error)));
      response.on("end", () => resolve(JSON.parse(text) as Outcome));
    });
    asked.end(body);
  });
}

const unreachable = (socketPath: string, error: NodeJS.ErrnoException) =>
  new EngineFault(
    "DATA_DIR_IN_USE",
    error.code === "EACCES"
      ? `The service's socket ${socketPath} belongs to another user; run the command as that user.`
      : `The service at ${socketPath} cannot be asked (${error.message}); try again.`,
  );
