import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import http from "node:http";
import { fileURLToPath } from "node:url";
import { databaseCpu } from "./cluster.js";
import type { ServedOptions } from "./served.js";

/** A process that serves: the service, or the floor it is measured against. */
export interface Side {
  port: number;
  /** CPU milliseconds of the process, all its threads, since it started. */
  cpu(): Promise<number>;
  /** Milliseconds that its answering thread was longest held, since it was last asked. */
  block(): Promise<number>;
  stop(): Promise<void>;
}

/** The service or its floor, by this Node or another. */
export const serve = (options: ServedOptions, execPath = process.execPath): Promise<Side> =>
  start(fileURLToPath(new URL("served.ts", import.meta.url)), [JSON.stringify(options)], {
    execPath,
    execArgv: ["--import", "tsx"],
  });

/** A program that tells its port, and its CPU when it is asked. */
export async function start(file: string, args: string[], options: ForkOptions): Promise<Side> {
  const env = { ...process.env, NODE_ENV: "production" };
  const child = fork(file, args, { env, execArgv: [], ...options });
  const { port } = await answer<{ port: number }>(child, "port");
  return {
    port,
    cpu: async () => {
      child.send({ cpu: true });
      const { cpu } = await answer<{ cpu: NodeJS.CpuUsage }>(child, "cpu");
      return (cpu.user + cpu.system) / 1000;
    },
    block: async () => {
      child.send({ block: true });
      return (await answer<{ block: number }>(child, "block")).block;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

const answer = <T extends object>(child: ChildProcess, key: string) =>
  new Promise<T>((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a served process ended with ${code}`));
    const hear = (message: T) => {
      if (!(key in message)) return;
      child.off("message", hear);
      child.off("exit", ended);
      resolve(message);
    };
    child.on("message", hear);
    child.once("exit", ended);
  });

interface Bytes {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}
export type Reply = Omit<Bytes, "body"> & { text: string };

export type Ask = (path: string, body?: unknown) => Promise<Reply>;

/** One caller with one connection that stays open. Answers are not asked for compressed. */
function connection(port: number, headers: http.OutgoingHttpHeaders) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const all = { "content-type": "application/json", ...headers };
  return (path: string, body?: unknown): Promise<Bytes> =>
    new Promise((resolve, reject) => {
      const method = body === undefined ? "GET" : "POST";
      const request = http.request({ port, agent, path, method, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode, headers } = response;
          resolve({ status: statusCode!, headers, body: Buffer.concat(chunks) });
        });
      });
      request.on("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

export function caller(port: number, headers: http.OutgoingHttpHeaders = {}): Ask {
  const ask = connection(port, headers);
  return async (path, body) => {
    const { body: bytes, ...reply } = await ask(path, body);
    return { ...reply, text: bytes.toString("utf8") };
  };
}

/** A caller of tiles: bytes as they came; what is current or empty has none. */
export function bytesCaller(port: number, headers: http.OutgoingHttpHeaders = {}) {
  const ask = connection(port, headers);
  return async (path: string, body?: unknown): Promise<Buffer> => {
    const { status, body: bytes } = await ask(path, body);
    if (status >= 400) throw new Error(`${path} answered ${status}: ${bytes.subarray(0, 200)}`);
    return bytes;
  };
}

/** A caller of the floor: values in, rows out. */
export const floorCaller = (side: Side) => {
  const ask = caller(side.port);
  return async (name: string, values: readonly unknown[]): Promise<string> => {
    const { status, text } = await ask(`/${name}`, values);
    if (status !== 200) throw new Error(`the floor answered ${status}: ${text.slice(0, 200)}`);
    return text;
  };
};

/** A caller of the service, signed in with a demonstration account. */
export async function signedIn(side: Side, role = "ANALYST"): Promise<string> {
  const { text } = await caller(side.port)("/graphql", {
    query: `mutation { demoSignIn(role: ${role}) { token } }`,
  });
  const token = (JSON.parse(text) as { data?: { demoSignIn: { token: string } } }).data?.demoSignIn
    .token;
  if (!token) throw new Error(`no sign-in: ${text.slice(0, 300)}`);
  return token;
}

export type Graphql = (query: string, variables?: object) => Promise<string>;

export async function graphqlCaller(side: Side, role?: string): Promise<Graphql> {
  const ask = caller(side.port, { authorization: `Bearer ${await signedIn(side, role)}` });
  return async (query, variables) => {
    const { text } = await ask("/graphql", { query, variables });
    if (text.includes('"errors"')) throw new Error(text.slice(0, 300));
    return text;
  };
}

/** Milliseconds a request. */
export interface Measured {
  node: number;
  database: number;
  wall: number;
}
export const totalOf = ({ node, database }: Measured): number => node + database;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]!;

export interface Way {
  side: Side;
  ask: () => Promise<unknown>;
}

export interface Rounds {
  rounds: number;
  each: number;
  /** Requests to each before the clock starts: the compiler of a service has seen all. */
  warmUp: number;
}

/**
 * Ways in turn, round by round, so that the machine's moods fall on all: CPU of the process that
 * serves and of the database, wall time at the caller, medians of the rounds.
 */
export async function inTurn(
  ways: readonly Way[],
  { rounds, each, warmUp }: Rounds,
): Promise<Measured[]> {
  const seen = ways.map(() => ({
    node: [] as number[],
    database: [] as number[],
    wall: [] as number[],
  }));
  for (let round = -Math.ceil(warmUp / each); round < rounds; round++) {
    for (const [i, { side, ask }] of ways.entries()) {
      const before = { node: await side.cpu(), database: databaseCpu() };
      const walls: number[] = [];
      for (let n = 0; n < each; n++) {
        const began = performance.now();
        await ask();
        walls.push(performance.now() - began);
      }
      if (round < 0) continue;
      seen[i]!.node.push(((await side.cpu()) - before.node) / each);
      seen[i]!.database.push((databaseCpu() - before.database) / each);
      seen[i]!.wall.push(...walls);
    }
  }
  return seen.map((s) => ({
    node: median(s.node),
    database: median(s.database),
    wall: median(s.wall),
  }));
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
