import type { Command } from "commander";
import type {
  Budget,
  DistanceRule,
  Finding,
  GroupingInput,
  Household,
  Plan,
  Position,
  Rules,
} from "../../../geo/grouping/model.js";
import type { Gone } from "../../../geo/grouping/repair-groups.js";
import { nameVariables } from "../options.js";
import { readHouseholds, readPresent, readTies } from "./group-input.js";
import { BadUse, readLinesOnly, readPoints } from "./read-features.js";

interface Options {
  planar?: boolean;
  min: string;
  max: string;
  target: string;
  minResponders?: string;
  sizeWeight?: string;
  ties?: string;
  barriers?: string;
  crossings?: string;
  present?: string;
  rings?: boolean;
  groups?: string;
  capacity?: string;
  seconds?: string;
  iterations?: string;
  seed: string;
  bound?: boolean;
}

/** `hearthgrid group FILE`: ten-household groups from a file of points, JSON to standard output. */
export function registerGroup(program: Command): void {
  const command = program
    .command("group")
    .argument(
      "<file>",
      "GeoJSON FeatureCollection of points, or CSV with a header id,x,y[,demand,area,compound," +
        "building,stair,floor,lived_in,agreed,moved,responders]; - reads standard input",
    )
    .description("form ten-household groups");
  const option = (flags: string, text: string, fallback?: string): void => {
    const made = command.createOption(flags, text);
    command.addOption(fallback === undefined ? made : made.default(fallback));
  };
  option("--planar", "x and y are metres in a plane (default: longitude and latitude, WGS 84)");
  option("--min <households>", "fewest households in a group", "7");
  option("--max <households>", "most households in a group", "13");
  option("--target <households>", "the number of groups is round(n / target), made feasible", "10");
  option(
    "--min-responders <people>",
    "fewest people of a group who answer a call, where there are so many (column responders; " +
      "empty: 1 where somebody lives); default 6, or --min where that is less",
  );
  option(
    "--size-weight <metres>",
    "metres that each household costs beyond a tenth more or less than the target (9 to 11 " +
      "of 10); default 25",
  );
  option("--ties <file>", "CSV from,to[,strength]: who knows whom");
  option("--barriers <file>", "GeoJSON lines that nobody walks across");
  option("--crossings <file>", "GeoJSON points: bridges and underpasses, up to 300 m of walk");
  option("--present <file>", "CSV id,group: repairs these groups with few changes");
  option("--rings", "each household's own nine instead of groups");
  option(
    "--groups <count>",
    "exactly so many groups (with --capacity: the capacitated p-median problem)",
  );
  option("--capacity <demand>", "most summed demand in a group");
  option("--seconds <cpu>", "CPU budget; default 1 ms a household, at least 0.2 s");
  option(
    "--iterations <proposals>",
    "budget in proposals a household instead: the same seed then gives the same answer",
  );
  option("--seed <number>", "seed of the search", "1");
  option("--bound", "also compute a lower bound, after the result, not counted in seconds");
  command.addHelpText(
    "after",
    "\nExample:\n  hearthgrid group households.csv --planar --min 7 --max 13 --seconds 2 " +
      "--bound > groups.json",
  );
  command.action(async (file: string, options: Options) => {
    try {
      process.stdout.write(`${JSON.stringify(await group(file, options))}\n`);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "Refusal") throw error;
      process.stderr.write(`${nameVariables(error.message, command).replace(/\s+/g, " ")}\n`);
      process.exitCode = 2;
    }
  });
}

async function group(file: string, options: Options): Promise<object> {
  // What was mistyped is told before a large file is read.
  refuseContradictions(options);
  const asked = await rulesOf(options);
  const seed = count(options, "seed", -2147483648, true);
  const budget = budgetOf(options);
  const planar = options.planar === true;
  const households = await readHouseholds(file, planar);
  const rules = await rulesFor(households, asked);
  const plane = planar ? "metres" : "degrees";
  const input: GroupingInput = {
    planar,
    households,
    ...(options.ties !== undefined && { ties: await readTies(options.ties, households) }),
    ...(options.barriers !== undefined && {
      barriers: (await readLinesOnly(options.barriers, plane)) as Position[][],
    }),
    ...(options.crossings !== undefined && {
      crossings: (await readPoints(options.crossings, plane)) as Position[],
    }),
  };
  if (options.rings) return await rings(file, input, rules);
  if (options.present !== undefined) {
    const gone = await readPresent(options.present, households);
    return await repair(file, input, rules, { seed, gone });
  }
  const usual = { seconds: Math.max(0.2, households.length / 1000) };
  return await form(file, input, rules, { seed, budget: budget ?? usual }, options.bound === true);
}

function budgetOf(options: Options): { iterations: number } | { seconds: number } | undefined {
  if (options.iterations !== undefined)
    return { iterations: count(options, "iterations", 0, false) };
  if (options.seconds !== undefined) return { seconds: count(options, "seconds", 0.001, false) };
  return undefined;
}

function refuseContradictions(options: Options): void {
  if ((options.groups === undefined) !== (options.capacity === undefined))
    throw new BadUse(
      "--groups and --capacity go together: " +
        `${options.groups === undefined ? "--groups" : "--capacity"} is missing`,
    );
  if (options.seconds !== undefined && options.iterations !== undefined)
    throw new BadUse("--seconds and --iterations exclude each other: give one of them");
  const ways = (["groups", "present", "rings"] as const).filter((w) => options[w] !== undefined);
  if (ways.length > 1)
    throw new BadUse(`--${ways[0]} and --${ways[1]} exclude each other: give one of them`);
  if (options.bound && (options.rings || options.present !== undefined))
    throw new BadUse("--bound goes with groups made afresh, not with --rings or --present");
}

type Numbered = "min" | "max" | "target" | "groups" | "capacity" | "seconds" | "iterations";

function count(
  options: Options,
  name: Numbered | "seed" | "minResponders" | "sizeWeight",
  least: number,
  whole: boolean,
): number {
  const text = options[name]!;
  const value = Number(text);
  if (
    text.trim() === "" ||
    !Number.isFinite(value) ||
    value < least ||
    (whole && !Number.isInteger(value))
  ) {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new BadUse(
      `--${flag} must be a ${whole ? "whole " : ""}number of at least ${least}, got ${text}`,
    );
  }
  return value;
}

const WALKED: DistanceRule = {
  kind: "walking",
  detour: 1,
  metresPerFloor: 3,
  otherStairMetres: 20,
};

/** Where households stand in buildings, floors and stairs have their walks and wishes. */
async function rulesFor(households: readonly Household[], asked: Rules): Promise<Rules> {
  if (households.every((h) => h.building === undefined)) return asked;
  const { building, floor } = (await import("../../../geo/grouping/model.js")).DEFAULT_WEIGHTS;
  return { ...asked, distance: WALKED, weights: { ...asked.weights, building, floor } };
}

/** Metres are straight lines, and nothing else is weighed but sizes, unless files say more. */
async function rulesOf(options: Options): Promise<Rules> {
  const { DEFAULT_WEIGHTS, METRES_ONLY } = await import("../../../geo/grouping/model.js");
  const { size, tie, change } = DEFAULT_WEIGHTS;
  const low = count(options, "min", 1, true);
  const rules: Rules = {
    low,
    high: count(options, "max", 1, true),
    target: count(options, "target", 1, false),
    minResponders:
      options.minResponders === undefined
        ? Math.min(6, low)
        : count(options, "minResponders", 0, true),
    distance: { kind: "straight" },
    weights: {
      ...METRES_ONLY,
      size: options.sizeWeight === undefined ? size : count(options, "sizeWeight", 0, false),
      ...(options.ties !== undefined && { tie }),
      ...(options.present !== undefined && { change }),
    },
    crossingWalk: options.crossings === undefined ? 0 : 300,
    ...(options.groups !== undefined && {
      capacitated: {
        groups: count(options, "groups", 1, true),
        capacity: count(options, "capacity", 0, false),
      },
    }),
  };
  if (rules.low > rules.high) throw new BadUse(`--min ${rules.low} is above --max ${rules.high}`);
  return rules;
}

async function form(
  file: string,
  input: GroupingInput,
  rules: Rules,
  how: { seed: number; budget: Budget },
  wantsBound: boolean,
): Promise<object> {
  const { formGroups } = await import("../../../geo/grouping/form-groups.js");
  const showsProgress = process.stderr.isTTY === true;
  const result = await formGroups(input, rules, {
    ...how,
    bound: wantsBound,
    ...(showsProgress && {
      onProgress: (fraction: number) =>
        void process.stderr.write(`\rgrouping ${Math.round(fraction * 100)} %`),
    }),
  });
  if (showsProgress) process.stderr.write("\r\u001b[K");
  if (!result.ok) throw await refused(file, result.findings);
  const { plan, bound } = result;
  return {
    ...(await written(plan)),
    lowerBoundMetres: bound?.lowerBoundMetres ?? null,
    gap: bound?.gap ?? null,
    ...(bound && {
      boundIs: bound.boundIs,
      searchGap: bound.searchGap,
      priceOfWishes: bound.priceOfWishes,
      searchGapMetres: bound.searchGapMetres,
      priceOfWishesMetres: bound.priceOfWishesMetres,
    }),
    violations: plan.violations,
    seconds: plan.cpuSeconds,
  };
}

async function repair(
  file: string,
  input: GroupingInput,
  rules: Rules,
  { seed, gone }: { seed: number; gone: Gone[] },
): Promise<object> {
  const [{ repairGroups }, { sayGrouping }] = await Promise.all([
    import("../../../geo/grouping/repair-groups.js"),
    import("../../../civic/words/say.js"),
  ]);
  const result = repairGroups(input, rules, seed, gone);
  if (!result.ok) throw await refused(file, result.findings);
  const { plan, changes } = result;
  return {
    ...(await written(plan)),
    violations: plan.violations,
    changes: changes.map((c) => ({
      ...c,
      code: c.reason.code,
      reason: sayGrouping(c.reason, "en"),
    })),
    seconds: plan.cpuSeconds,
  };
}

async function rings(file: string, input: GroupingInput, rules: Rules): Promise<object> {
  const [{ assignAnswerers }, { sayGrouping }] = await Promise.all([
    import("../../../geo/grouping/assign-answerers.js"),
    import("../../../civic/words/say.js"),
  ]);
  const result = assignAnswerers(input, rules);
  if (!result.ok) throw await refused(file, result.findings);
  const { rings: list, exceptions, totalMetres, counts } = result;
  return {
    rings: list,
    exceptions: exceptions.map((e) => ({
      id: e.id,
      code: e.reason.code,
      reason: sayGrouping(e.reason, "en"),
    })),
    totalMetres,
    counts,
  };
}

async function written(plan: Plan): Promise<object> {
  const { sayGrouping } = await import("../../../civic/words/say.js");
  return {
    groups: plan.groups.map(({ id, centre, members, metres, responders }) => ({
      id,
      centre,
      members,
      metres,
      responders,
    })),
    exceptions: plan.exceptions.map(({ id, reason }) => ({
      id,
      code: reason.code,
      reason: sayGrouping(reason, "en"),
    })),
    sector: plan.sector,
    totalMetres: plan.totalMetres,
  };
}

async function refused(file: string, findings: readonly Finding[]): Promise<BadUse> {
  const { sayGrouping } = await import("../../../civic/words/say.js");
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  return new BadUse(`${file}: ${sayGrouping(findings[0]!, "en")}${more}`);
}
