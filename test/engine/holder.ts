// A process that opens a database for a test to kill: node holder <data directory> hold|write
// [database url]
import { openEngine } from "../../db/engine/open-engine.js";

const [dataDir = "", mode, databaseUrl] = process.argv.slice(2);
const say = (message: string | number) =>
  new Promise<void>((resolve) => {
    process.send!(message, () => resolve());
  });
process.once("disconnect", () => process.exit(0));

const engine = await openEngine({ dataDir, ...(databaseUrl ? { databaseUrl } : {}) }).catch(
  async (error: { code?: string }) => {
    await say(error.code ?? String(error));
    process.exit(1);
  },
);
if (mode === "write") {
  await engine.pool.query(
    "create table if not exists written (id int primary key, at geometry(Point, 4326))",
  );
  await engine.pool.query("create index if not exists written_at on written using gist (at)");
}
await say("open");
if (mode === "write") {
  const { rows } = await engine.pool.query<{ next: number }>(
    "select coalesce(max(id), 0)::int + 1 as next from written",
  );
  for (let id = rows[0]!.next; ; id++) {
    await engine.pool.query(
      "insert into written values ($1::int, ST_SetSRID(ST_Point($1::int % 180, 0), 4326))",
      [id],
    );
    await say(id);
  }
}
