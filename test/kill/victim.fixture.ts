import "reflect-metadata";
import { houseAt } from "./house.js";
import { Life } from "./life.js";

/** A process of the service that is there to be killed: says a line for each commit. */
const databaseUrl = process.env["DATABASE_URL"];
const house = await houseAt(process.env["HOUSE"]!);
const engine = await house.openEngine({
  dataDir: process.env["HEARTHGRID_DATA"] ?? "",
  ...(databaseUrl ? { databaseUrl, poolSize: 5 } : {}),
  log: () => undefined,
});
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const life = new Life(
  house,
  house.openServices(engine, () => undefined),
  (subject, version) => say({ subject, version }),
  (error) => say({ error: error.stack }),
);
await life.begin();
say({ ready: true });
