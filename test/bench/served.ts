// A child of the benchmark: serves the service or its floor, and tells its own CPU when asked.
import { createServer } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Pool } from "pg";
import { FLOORS, type FloorName, floorPool } from "./floors.js";
import { type EditByHand, editByHand, type Report, reportByHand } from "./written-floors.js";

export interface ServedOptions {
  kind: "service" | "floor";
  /** A database server, or the directory of an embedded one. */
  databaseUrl?: string;
  dataDir: string;
  poolSize: number;
}

const options = JSON.parse(process.argv[2]!) as ServedOptions;

/** Plain HTTP: the path names a statement, the body is its values, the answer its rows or tile. */
async function floor(): Promise<number> {
  const pool = options.databaseUrl
    ? floorPool(options.databaseUrl, options.poolSize)
    : await embeddedPool();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (d) => (body += d));
    request.on("end", async () => {
      const name = request.url!.slice(1);
      const values = JSON.parse(body) as unknown[];
      const rows =
        name === "report"
          ? await reportByHand(pool, values[0] as Report)
          : name === "edit"
            ? await editByHand(pool, values[0] as EditByHand)
            : (await pool.query(FLOORS[name as FloorName], values)).rows;
      const [first] = rows as { tile?: Buffer }[];
      response.setHeader("content-type", "application/json");
      response.end(first?.tile ?? JSON.stringify({ data: rows }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

const built = (name: string) => import(new URL(`../../dist/${name}.js`, import.meta.url).href);

/** The embedded engine without the service; its statements may take as long as they like. */
async function embeddedPool(): Promise<Pick<Pool, "query" | "connect">> {
  const { openEngine } = (await built(
    "db/engine/open-engine",
  )) as typeof import("../../db/engine/open-engine.js");
  const engine = await openEngine({ dataDir: options.dataDir });
  const query = (text: string, values: unknown[]) =>
    engine.withDeadline(600_000, () => engine.pool.query(text, values));
  return { query: query as Pool["query"], connect: () => engine.pool.connect() };
}

/** The built service as `hearthgrid start` starts it. */
async function service(): Promise<number> {
  const { startService } = (await built(
    "api/http/start-service",
  )) as typeof import("../../api/http/start-service.js");
  const { DEFAULT_SETTINGS } = (await built(
    "api/core/settings",
  )) as typeof import("../../api/core/settings.js");
  const { kind: _, ...where } = options;
  const { port } = await startService(
    {
      ...DEFAULT_SETTINGS,
      ...where,
      port: 0,
      secret: "a secret of the benchmark that guards nothing",
    },
    (line, level) => {
      if (level === "error") process.stderr.write(`${line}\n`);
    },
    () => undefined,
    new AbortController().signal,
  );
  return port;
}

/** The histogram waits this long itself between two looks. */
const RESOLUTION_MS = 2;
const blocks = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
blocks.enable();

process.on("message", (m: { cpu?: boolean; block?: boolean }) => {
  if (m.cpu) process.send!({ cpu: process.cpuUsage() });
  if (m.block) {
    process.send!({ block: Math.max(0, blocks.max / 1e6 - RESOLUTION_MS) });
    blocks.reset();
  }
});
process.on("disconnect", () => process.exit());
process.send!({ port: await (options.kind === "floor" ? floor() : service()) });
