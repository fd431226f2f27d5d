import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { Command } from "commander";
import type { GroupingInput, Household, Rules } from "../../../geo/grouping/model.js";
import type { FileSource, RawRow } from "../../import/read/raw-row.js";
import { nameVariables } from "../options.js";

/** What the user must put right; shown as one line. */
class Refusal extends Error {
  override name = "Refusal";
}

interface Options {
  planar?: boolean;
  min: string;
  max: string;
  target: string;
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
      "GeoJSON FeatureCollection of points, or CSV with a header id,x,y[,demand]; - reads " +
        "standard input",
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
  const { METRES_ONLY } = await import("../../../geo/grouping/model.js");
  const count = (
    name: "min" | "max" | "target" | "groups" | "capacity" | "seconds" | "iterations" | "seed",
    least: number,
    whole: boolean,
  ): number => {
    const value = Number(options[name]);
    if (
      options[name]!.trim() === "" ||
      !Number.isFinite(value) ||
      value < least ||
      (whole && !Number.isInteger(value))
    ) {
      throw new Refusal(
        `--${name} must be a ${whole ? "whole " : ""}number of at least ${least}, got ` +
          `${options[name]}`,
      );
    }
    return value;
  };
  if ((options.groups === undefined) !== (options.capacity === undefined)) {
    throw new Refusal(
      "--groups and --capacity go together: " +
        `${options.groups === undefined ? "--groups" : "--capacity"} is missing`,
    );
  }
  if (options.seconds !== undefined && options.iterations !== undefined)
    throw new Refusal("--seconds and --iterations exclude each other: give one of them");
  const rules: Rules = {
    low: count("min", 1, true),
    high: count("max", 1, true),
    target: count("target", 1, false),
    distance: { kind: "straight" },
    weights: METRES_ONLY,
    crossingWalk: 0,
    ...(options.groups !== undefined && {
      capacitated: { groups: count("groups", 1, true), capacity: count("capacity", 0, false) },
    }),
  };
  if (rules.low > rules.high) throw new Refusal(`--min ${rules.low} is above --max ${rules.high}`);
  const seed = count("seed", -2147483648, true);
  const asked =
    options.iterations !== undefined
      ? { iterations: count("iterations", 0, false) }
      : options.seconds !== undefined
        ? { seconds: count("seconds", 0.001, false) }
        : null;

  const input: GroupingInput = {
    planar: options.planar === true,
    households: await readHouseholds(file, options.planar === true),
  };
  const budget = asked ?? { seconds: Math.max(0.2, input.households.length / 1000) };
  const [{ formGroups }, { boundMetres }, { sayGrouping }] = await Promise.all([
    import("../../../geo/grouping/form-groups.js"),
    import("../../../geo/grouping/bound-metres.js"),
    import("../../../civic/words/say.js"),
  ]);
  const showsProgress = process.stderr.isTTY === true;
  const result = await formGroups(input, rules, {
    seed,
    budget,
    ...(showsProgress && {
      onProgress: (fraction: number) =>
        void process.stderr.write(`\rgrouping ${Math.round(fraction * 100)} %`),
    }),
  });
  if (showsProgress) process.stderr.write("\r\u001b[K");
  if (!result.ok)
    throw new Refusal(
      `${file}: ${sayGrouping(result.findings[0]!, "en")}` +
        `${result.findings.length > 1 ? ` (and ${result.findings.length - 1} more)` : ""}`,
    );
  const { plan } = result;
  const bound = options.bound ? await boundMetres(input, rules, plan) : null;
  return {
    groups: plan.groups.map(({ centre, members, metres }) => ({ centre, members, metres })),
    exceptions: plan.exceptions.map(({ id, reason }) => ({
      id,
      reason: sayGrouping(reason, "en"),
    })),
    totalMetres: plan.totalMetres,
    lowerBoundMetres: bound?.lowerBoundMetres ?? null,
    gap: bound?.gap ?? null,
    violations: plan.violations,
    seconds: plan.cpuSeconds,
    ...(bound && { boundSeconds: bound.seconds }),
  };
}

/** Reads GeoJSON when the text starts with a brace, CSV otherwise. */
async function readHouseholds(file: string, planar: boolean): Promise<Household[]> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file))
      chunks.push(Buffer.from(chunk as Uint8Array));
  } catch (error) {
    throw new Refusal(
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
    );
  }
  const bytes = Buffer.concat(chunks);
  const source = { name: file, open: () => Readable.from([bytes]), reopens: true };
  const isJson = /^(?:\xEF\xBB\xBF)?\s*[{[]/.test(bytes.subarray(0, 1000).toString("latin1"));
  const { wholeText } = await import("../../import/read/decode.js");
  const households = isJson
    ? fromGeoJson(file, await wholeText(source, { encoding: null, limit: bytes.length }))
    : await fromCsv(source);
  if (households.length === 0) throw new Refusal(`${file}: no households in it`);
  const seen = new Map<string, number>();
  households.forEach(({ household: { id, x, y }, where }, k) => {
    const before = seen.get(id);
    if (before !== undefined)
      throw new Refusal(
        `${file}: ${where}, field id: ${id} comes twice, first at ${households[before]!.where}`,
      );
    seen.set(id, k);
    if (planar) return;
    if (Math.abs(x) > 180)
      throw new Refusal(
        `${file}: ${where}, field x: longitude ${x} is outside -180 to 180; use ` +
          "--planar for metres",
      );
    if (Math.abs(y) >= 90)
      throw new Refusal(
        `${file}: ${where}, field y: latitude ${y} is outside -90 to 90; use --planar for metres`,
      );
  });
  return households.map((h) => h.household);
}

interface Read {
  household: Household;
  where: string;
}

const NAMES = {
  id: ["id"],
  x: ["x", "lon", "lng", "longitude"],
  y: ["y", "lat", "latitude"],
  demand: ["demand"],
} as const;

async function fromCsv(source: FileSource): Promise<Read[]> {
  const { readCsv } = await import("../../import/read/read-csv.js");
  const file = source.name;
  const names: readonly string[] = Object.values(NAMES).flat();
  const { columns = [], batches } = await readCsv(source, {
    encoding: null,
    knows: (column) => names.includes(column.toLowerCase()),
  });
  const at = (field: keyof typeof NAMES) =>
    columns.find((c) => (NAMES[field] as readonly string[]).includes(c.toLowerCase()));
  for (const field of ["id", "x", "y"] as const)
    if (at(field) === undefined)
      throw new Refusal(
        `${file}: row 1: the header has no column ${field}; it must be id,x,y[,demand]`,
      );
  const households: Read[] = [];
  for await (const batch of batches)
    for (const raw of batch) households.push(householdOf(file, raw, at));
  return households;
}

function householdOf(
  file: string,
  { row, properties, fault }: RawRow,
  at: (field: keyof typeof NAMES) => string | undefined,
): Read {
  const where = `row ${row + 1}`;
  if (fault) throw new Refusal(`${file}: ${where}: ${fault.reason}`);
  const text = (field: keyof typeof NAMES) => String(properties[at(field)!] ?? "").trim();
  const number = (field: "x" | "y" | "demand"): number => {
    const raw = text(field);
    const value = Number(raw);
    if (raw === "" || !Number.isFinite(value))
      throw new Refusal(
        `${file}: ${where}, field ${field}: ${raw === "" ? "empty" : `${raw} is not a number`}`,
      );
    return value;
  };
  const id = text("id");
  if (id === "") throw new Refusal(`${file}: ${where}, field id: empty`);
  const household: Household = { id, x: number("x"), y: number("y") };
  if (at("demand") !== undefined) {
    household.demand = number("demand");
    if (household.demand < 0)
      throw new Refusal(`${file}: ${where}, field demand: ${household.demand} is negative`);
  }
  return { household, where };
}

function fromGeoJson(file: string, text: string): Read[] {
  let document: { type?: string; features?: unknown };
  try {
    document = JSON.parse(text) as typeof document;
  } catch (error) {
    throw new Refusal(`${file}: not valid JSON: ${(error as Error).message}`);
  }
  if (document?.type !== "FeatureCollection" || !Array.isArray(document.features))
    throw new Refusal(`${file}: field type: a GeoJSON FeatureCollection of points is needed`);
  return (
    document.features as {
      id?: unknown;
      geometry?: { type?: string; coordinates?: unknown[] } | null;
      properties?: Record<string, unknown> | null;
    }[]
  ).map((feature, k) => {
    const where = `feature ${k + 1}`;
    const id = feature?.id ?? feature?.properties?.id;
    if (id === undefined || id === null || id === "")
      throw new Refusal(`${file}: ${where}, field id: missing`);
    if (feature.geometry?.type !== "Point")
      throw new Refusal(
        `${file}: ${where}, field geometry: ${feature.geometry?.type ?? "nothing"} is not a Point`,
      );
    const [x, y] = feature.geometry.coordinates ?? [];
    if (
      typeof x !== "number" ||
      typeof y !== "number" ||
      !Number.isFinite(x) ||
      !Number.isFinite(y)
    )
      throw new Refusal(`${file}: ${where}, field coordinates: two numbers are needed`);
    const household: Household = { id: String(id), x, y };
    const demand = feature.properties?.demand;
    if (demand !== undefined && demand !== null) {
      if (typeof demand !== "number" || !(demand >= 0))
        throw new Refusal(
          `${file}: ${where}, field demand: ${JSON.stringify(demand)} is not a number of 0 or more`,
        );
      household.demand = demand;
    }
    return { household, where };
  });
}
