import { Readable } from "node:stream";
import "reflect-metadata";
import { importLayer } from "../../api/import/import.service.js";
import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { layerOf } from "../../schema/layers/index.js";

/**
 * Imports seeded incidents, and kills itself when its progress reaches `until`: no handler can run,
 * and no spec has to be
 * quicker than the import (a kill from outside came after the commit on a fast day).
 */
const rows = Number(process.argv[2]),
  until = process.argv[3]!;
const lines = Array.from(
  { length: rows },
  (_, i) => `${113 + (i % 317) / 1000},${28 + Math.floor(i / 317) / 1000},20260101`,
);
const databaseUrl = process.env["DATABASE_URL"];
const engine = await openEngine({
  dataDir: process.env["HEARTHGRID_DATA"] ?? "",
  ...(databaseUrl ? { databaseUrl } : {}),
  log: () => undefined,
});
await migrate(engine);
const report = await importLayer(
  openServices(engine, () => undefined),
  {
    layer: layerOf("incidents"),
    file: "-",
    format: "csv",
    county: 826300,
    input: Readable.from([`lon,lat,date\n${lines.join("\n")}\n`]),
  },
  (_fraction, label) => {
    if (label.startsWith(until)) process.kill(process.pid, "SIGKILL");
  },
);
process.stdout.write(`${JSON.stringify(report)}\n`);
await engine.close();
