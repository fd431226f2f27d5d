#!/usr/bin/env node
// The executable: makes sure the compiled code is there (a checkout builds itself, a package brings
// it) and hands over.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const sources = new URL("../../tsconfig.json", import.meta.url);
if (existsSync(sources)) {
  const { build } = await import("./build.mjs");
  await build({ site: process.argv[2] === "start" }).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
process.env.NODE_ENV ??= "production";
const { main } = await import(new URL("../../dist/api/main.js", import.meta.url).href).catch(
  (error) => {
    process.stderr.write(
      `${fileURLToPath(new URL("../../dist", import.meta.url))} is incomplete: run npm run ` +
        `build.\n${error.stack}\n`,
    );
    process.exit(1);
  },
);
await main(process.argv);
