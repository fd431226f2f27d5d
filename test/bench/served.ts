// A child of the GraphQL benchmark: serves either the service or the floor, and tells its own CPU
// when asked.
import { createServer } from "node:http";
import pg from "pg";

const [kind, url] = process.argv.slice(2) as ["service" | "floor", string];

async function floor(): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 4, options: "-c jit=off" });
  // The statement comes with the request: the floor runs the same SQL, and does nothing else.
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (d) => (body += d));
    request.on("end", async () => {
      const { text, params } = JSON.parse(body) as { text: string; params: unknown[] };
      const { rows } = await pool.query(text, params);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data: rows }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

async function service(): Promise<number> {
  const { openEngine } = (await import(
    "../../dist/db/engine.js" as string
  )) as typeof import("../../db/engine.js");
  const { openServices } = (await import(
    "../../dist/api/open-services.js" as string
  )) as typeof import("../../api/open-services.js");
  const { buildServer } = (await import(
    "../../dist/api/server/server.js" as string
  )) as typeof import("../../api/server/server.js");
  const engine = await openEngine({ databaseUrl: url, dataDir: "", poolSize: 4 });
  const services = openServices(engine, () => {});
  process.on("message", (m: { watch?: boolean }) => {
    if (m.watch)
      services.db.watch = (text, params) => {
        if (/"incident"/.test(text)) process.send!({ statement: { text, params } });
      };
    else if (m.watch === false) services.db.watch = undefined;
  });
  const app = await buildServer(services);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as { port: number }).port;
}

process.on("message", (m: { cpu?: boolean }) => {
  if (m.cpu) process.send!({ cpu: process.cpuUsage() });
});
process.send!({ port: await (kind === "floor" ? floor() : service()) });
