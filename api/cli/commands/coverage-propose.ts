import { type Command, Option } from "commander";
import type { HouseholdRange, NoProposal } from "../../../geo/coverage/propose/model.js";
import { nameVariables } from "../options.js";
import { terminalProgress } from "../progress.js";
import { type Files, readProposeInput } from "./propose-input.js";
import { BadUse } from "./read-features.js";

interface Flags extends Files {
  locked?: string;
  range: string;
  seed: string;
  seconds: string;
}

/** Adds `hearthgrid coverage propose`: grids for an area, as a planner would accept them. */
export function registerCoveragePropose(coverage: Command): void {
  coverage
    .command("propose")
    .summary("grids for an area, as a planner would accept them")
    .description(
      "Divides the villages of --boundary into grids. No grid lies in two villages or on two " +
        "banks, no building or compound is cut, every home of a grid is reached on foot; " +
        "households lie inside --range, borders follow the lines.\n" +
        "Prints a GeoJSON FeatureCollection of the grids with its judgement. All files are " +
        "GeoJSON, longitude and latitude, WGS 84.",
    )
    .addOption(
      new Option(
        "--boundary <file>",
        "polygon, or one polygon a village with the property code",
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--buildings <file>",
        "polygons with id, households and, if known, people",
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--lines <file>",
        "LineStrings with class: river, trunk, main, secondary, lane or parcel",
      ).makeOptionMandatory(),
    )
    .addOption(new Option("--compounds <file>", "polygons that are never split"))
    .addOption(
      new Option("--crossings <file>", "points where a river or trunk line is crossed on foot"),
    )
    .addOption(new Option("--present <file>", "grids in force: few households move"))
    .addOption(new Option("--dedicated <file>", "sites that are grids of their own"))
    .addOption(new Option("--locked <ids>", "ids of present grids that stay, by commas"))
    .addOption(
      new Option("--range <min,max>", "fewest and most households of a grid").default("300,500"),
    )
    .addOption(new Option("--seed <n>", "another seed, another proposal").default("1"))
    .addOption(
      new Option(
        "--seconds <s>",
        "effort, about CPU seconds of the search; the same effort gives the same answer",
      ).default("2"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid coverage propose --boundary villages.geojson --buildings " +
        "buildings.geojson \\\n    --lines streets.geojson --range 300,500 > grids.geojson\n",
    )
    .action(async (flags: Flags, command: Command) => {
      try {
        await run(flags);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "Refusal") throw error;
        const said = nameVariables(error.message, command);
        process.stderr.write(`${said.replace(/\s*\n\s*/g, " ")}\n`);
        process.exitCode = 2;
      }
    });
}

async function run(flags: Flags): Promise<void> {
  const range = rangeOf(flags.range);
  const seed = Number(flags.seed);
  if (flags.seed.trim() === "" || !Number.isSafeInteger(seed))
    throw new BadUse(`--seed is a whole number; got '${flags.seed}'`);
  const seconds = Number(flags.seconds);
  if (flags.seconds.trim() === "" || !(seconds > 0 && seconds <= 3600))
    throw new BadUse(`--seconds is a number above zero, at most 3600; got '${flags.seconds}'`);
  const input = await readProposeInput(flags, locksOf(flags.locked));
  const { isProposal, propose } = await import("../../../geo/coverage/propose.js");
  const { sayReason } = await import("../../../civic/words/say.js");
  const show = terminalProgress();
  const from = process.cpuUsage();
  const answer = propose(input, {
    range,
    seed,
    seconds,
    onProgress: ({ phase, fraction }) =>
      show(phase === "judge" ? fraction : 0.98 * fraction, phase),
  });
  const { user, system } = process.cpuUsage(from);
  if (!isProposal(answer)) throw new BadUse(whyNone(answer, flags));
  const grids = new Map(answer.grids.map((g) => [g.id, g]));
  const { polsbyPopperLeast, ...judgement } = answer.judgement;
  const features = answer.collection.features.map((feature) => {
    const grid = grids.get(String(feature.id))!;
    return {
      ...feature,
      properties: {
        id: grid.id,
        village: grid.village || null,
        households: grid.households,
        people: grid.people,
        kept: grid.kept,
        reasons: grid.reasons.map((reason) => ({
          ...reason,
          message: sayReason(reason, range, "en"),
        })),
      },
    };
  });
  process.stdout.write(
    `${JSON.stringify({
      type: "FeatureCollection",
      judgement: { ...judgement, polsbyPopperLeast, seconds: (user + system) / 1e6 },
      features,
    })}\n`,
  );
}

function rangeOf(text: string): HouseholdRange {
  const parts = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [min = NaN, max = NaN] = parts;
  if (parts.length !== 2 || !(min >= 1 && max >= min && max < Infinity))
    throw new BadUse(
      `--range is the fewest and the most households of a grid, as 300,500; got '${text}'`,
    );
  return [min, max];
}

const locksOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");

function whyNone({ code, id }: NoProposal, flags: Flags): string {
  switch (code) {
    case "unknown-locked":
      return `${flags.present ?? "--present"}: there is no grid with the id '${id}' of --locked`;
    case "no-area":
      return `${flags.boundary}: the boundary has no area`;
    case "bad-range":
      return `--range: the range is none; got '${flags.range}'`;
    case "stopped":
      return "stopped before there was a proposal";
  }
}
