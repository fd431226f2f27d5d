import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { turn } from "./turn.js";

/**
 * A process with a clock loop and nothing else. It dies, as by kill -9, at the statement whose
 * number it is given: before it is sent, or while it runs. It ends by itself when nothing is due.
 */
const life = await turn();
const databaseUrl = process.env["DATABASE_URL"];
const engine = await openEngine({
  dataDir: process.env["HEARTHGRID_DATA"] ?? "",
  ...(databaseUrl ? { databaseUrl, poolSize: 3 } : {}),
});
const { clocks, db } = openServices(engine, (line) => process.stderr.write(`${line}\n`));
const die = () => process.kill(process.pid, "SIGKILL");
let left = life;
db.watch = () => {
  if (--left !== 0) return;
  if (life % 2 === 0) die();
  else setImmediate(die);
};
clocks.start();
setInterval(async () => {
  const { rowCount } = await engine.pool.query(
    "select from clock where next_at is not null limit 1",
  );
  if (rowCount === 0) process.exit(0);
}, 50);
