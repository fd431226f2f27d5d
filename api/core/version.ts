import { existsSync, readFileSync } from "node:fs";

/** package.json stands one folder further up from compiled code than from the sources. */
const file = ["../../package.json", "../../../package.json"]
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(url))!;

/** The release that runs. */
export const VERSION = (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
