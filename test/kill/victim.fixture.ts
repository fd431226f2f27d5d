import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { Life } from "./life.js";
import { turn } from "./turn.js";

/** A process of the service that is there to be killed: says a line for each commit. */
await turn();
const engine = await openEngine({
  dataDir: "",
  databaseUrl: process.env["DATABASE_URL"]!,
  poolSize: 5,
  log: () => undefined,
});
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const life = new Life(
  openServices(engine, () => undefined),
  (subject, version) => say({ subject, version }),
  (error) => say({ error: error.stack }),
);
await life.begin();
