import { appendFileSync } from "node:fs";

export type Requirement = "postgis" | "chromium" | "gdal" | "nginx" | "bash" | "curl" | "python3";

/**
 * Records that this machine lacks something a suite needs, for the end of the test run to print;
 * call it where the
 * suite is skipped. Throws when HEARTHGRID_REQUIRE names it: then lacking is failing.
 */
export function lacked(what: Requirement): void {
  if ((process.env.HEARTHGRID_REQUIRE ?? "").split(",").includes(what))
    throw new Error(`HEARTHGRID_REQUIRE asks for ${what}, and this machine has none`);
  const file = process.env.HEARTHGRID_LACKED_FILE;
  if (file) appendFileSync(file, `${what}\n`);
}
