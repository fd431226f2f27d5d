import { type Command, Option } from "commander";
import type { Said } from "../../../geo/coverage/phrases.js";
import { nameVariables } from "../options.js";
import { registerCoveragePropose } from "./coverage-propose.js";

/** The user's mistake: one line on standard error, exit code 2, nothing on standard output. */
class BadUse extends Error {
  override name = "Refusal";
}

interface Flags {
  boundary?: string;
  tolerance: string;
}

/** Adds `hearthgrid coverage`, and `check FILE`: is a set of polygons a seamless coverage? */
export function registerCoverage(program: Command): void {
  const coverage = program
    .command("coverage")
    .summary("methods on seamless coverages of polygons")
    .description("Methods on seamless coverages of polygons.");
  registerCoveragePropose(coverage);
  coverage
    .command("check")
    .summary("is a set of polygons a seamless coverage?")
    .description(
      "Finds overlaps, gaps, slivers, T-junctions and faulty polygons in FILE, a GeoJSON " +
        "FeatureCollection of polygons with ids (- reads standard input).\n" +
        "Prints the findings as JSON; exit 0 when there are none, 1 when there are some.",
    )
    .argument("<file>", "GeoJSON FeatureCollection of polygons, longitude and latitude, WGS 84")
    .addOption(new Option("--boundary <file>", "GeoJSON polygon that the grids should fill"))
    .addOption(
      new Option(
        "--tolerance <metres>",
        "narrower gaps and overlaps are called slivers; it hides nothing",
      ).default("0.5"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid coverage check grids.geojson --boundary town.geojson > " +
        "findings.json\n",
    )
    .action(async (file: string, flags: Flags, command: Command) => {
      try {
        await run(file, flags);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "Refusal") throw error;
        const said = nameVariables(error.message, command);
        process.stderr.write(`${said.replace(/\s*\n\s*/g, " ")}\n`);
        process.exitCode = 2;
      }
    });
}

async function run(file: string, flags: Flags): Promise<void> {
  const tolerance = Number(flags.tolerance);
  if (flags.tolerance.trim() === "" || !(tolerance >= 0 && tolerance < Infinity))
    throw new BadUse(
      `${file}: --tolerance is a number of metres, zero or more; got '${flags.tolerance}'`,
    );
  if (file === "-" && flags.boundary === "-")
    throw new BadUse("-: FILE and --boundary cannot both be standard input");
  const [
    { checkCoverage },
    { parseBoundary, parseGridCollection },
    { sayBadInput, sayCoverage },
    { jsonText },
  ] = await Promise.all([
    import("../../../geo/coverage/check.js"),
    import("../../../geo/coverage/parse.js"),
    import("../../../civic/words/say.js"),
    import("../../import/read/open-file.js"),
  ]);
  const name = file === "-" ? "standard input (-)" : file;
  const collection = parseGridCollection(await jsonText(file));
  if ("bad" in collection) throw new BadUse(`${name}: ${sayBadInput(collection, "en")}`);
  const boundary =
    flags.boundary === undefined ? undefined : parseBoundary(await jsonText(flags.boundary));
  if (boundary && "bad" in boundary)
    throw new BadUse(`${flags.boundary}: ${sayBadInput(boundary, "en")}`);
  const inWords = <T extends Said>({ code, params, ...rest }: T) => ({
    ...rest,
    message: sayCoverage({ code, params } as Said, "en"),
  });
  const findings = checkCoverage(collection, { boundary, tolerance }).map((finding) => ({
    ...inWords(finding),
    fixes: finding.fixes.map(inWords),
  }));
  // One finding at a time: a bad file of thousands of polygons makes more text than one string
  // should hold.
  process.stdout.write(`{"valid":${findings.length === 0},"findings":[`);
  findings.forEach((finding, i) =>
    process.stdout.write(`${i > 0 ? "," : ""}\n${JSON.stringify(finding)}`),
  );
  process.stdout.write(`${findings.length > 0 ? "\n" : ""}]}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
