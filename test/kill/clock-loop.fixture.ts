import type { Services } from "../../api/core/services.js";

/**
 * A process with a clock loop and nothing else. It dies, as by kill -9, at the statement whose
 * number it is given: before it is sent, or while it runs. It ends by itself when nothing is due.
 */
const built = (name: string) => import(new URL(`../../dist/${name}.js`, import.meta.url).href);
const [{ openEngine }, { openServices }] = (await Promise.all([
  built("db/engine/open-engine"),
  built("api/open-services"),
])) as [
  typeof import("../../db/engine/open-engine.js"),
  typeof import("../../api/open-services.js"),
];

const databaseUrl = process.env["DATABASE_URL"];
const engine = await openEngine({
  dataDir: process.env["HEARTHGRID_DATA"] ?? "",
  ...(databaseUrl ? { databaseUrl, poolSize: 3 } : {}),
});
const { clocks, db }: Services = openServices(engine, (line) => process.stderr.write(`${line}\n`));
const die = () => process.kill(process.pid, "SIGKILL");
let left = Number(process.argv[2]);
db.watch = () => {
  if (--left !== 0) return;
  if (Number(process.argv[2]) % 2 === 0) die();
  else setImmediate(die);
};
clocks.start();
process.stdout.write("runs\n");
setInterval(async () => {
  const { rowCount } = await engine.pool.query(
    "select from clock where next_at is not null limit 1",
  );
  if (rowCount === 0) process.exit(0);
}, 50);
