import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { freshDirectory } from "../harness/engines.js";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** What people run is compiled: its threads find their modules there, and need no loader. */
const PROGRAM = `
  const { Shapes } = await import(${JSON.stringify(path.join(dist, "api/shapes/shapes.js"))});
  const ring = Array.from({ length: 3000 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 2999;
    return [107 + Math.cos(angle) / 100, 29 + Math.sin(angle) / 100];
  });
  ring[2999] = ring[0];
  const cut = await new Shapes().cut({ type: "Polygon", coordinates: [ring] });
  console.log(cut.cells.length > 0);`;

it("a thread of the compiled service does its work", async () => {
  const file = path.join(freshDirectory("compiled"), "program.mjs");
  writeFileSync(file, PROGRAM);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  expect(stdout.trim()).toBe("true");
});
