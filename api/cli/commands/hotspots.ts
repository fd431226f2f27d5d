import { type Command, Option } from "commander";
import type { SpatialWeights } from "../../../geo/hotspots/spatial-weights.js";
import { answering, project, Refusal, readLevels, writeCells } from "./hotspots-answer.js";
import { registerHotspotsPoints } from "./hotspots-points.js";

interface Flags {
  statistic: string;
  planar?: boolean;
  band?: string;
  neighbours?: string;
  style: string;
  significance: string;
}

/** Cells as read: one row a cell, in the order of the file. */
interface Cells {
  ids: string[];
  x: Float64Array;
  y: Float64Array;
  value: Float64Array;
  population: Float64Array | null;
}

const STATISTICS = ["gi-star", "gi", "moran"],
  STYLES = ["b", "w"];

/** Adds `hearthgrid hotspots FILE`: local statistics on cells. */
export function registerHotspots(program: Command): void {
  const command = program
    .command("hotspots")
    .summary("local statistics of cells: hot spots, cold spots, outliers")
    .description(
      "Getis-Ord Gi*, Gi or local Moran's I of the cells in FILE, a CSV with the header " +
        "id,x,y,value[,population] (- reads standard input).\n" +
        "With a population column the values are counts, and the statistic is that of their " +
        "empirical Bayes rate.",
    )
    .argument("<file>", "CSV, one row a cell (its centroid)")
    .addOption(new Option("--statistic <name>", "gi-star, gi or moran").default("gi-star"))
    .addOption(
      new Option(
        "--planar",
        "x and y are metres in a plane (default: longitude and latitude, WGS 84)",
      ),
    )
    .addOption(
      new Option(
        "--band <metres>",
        "neighbours are cells whose centroids lie within this distance, inclusive",
      ),
    )
    .addOption(
      new Option(
        "--neighbours <file>",
        "instead: JSON, an array with one array of zero-based row numbers per row",
      ),
    )
    .addOption(new Option("--style <b|w>", "binary or row-standardised weights").default("b"))
    .addOption(
      new Option("--significance <levels>", "levels of the bins, one to three").default(
        "0.1,0.05,0.01",
      ),
    )
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid hotspots cells.csv --planar --band 1500 > hot.json\n",
    )
    .action(async (file: string, flags: Flags, command: Command) => {
      await answering(command, () => run(file, flags));
    });
  registerHotspotsPoints(command);
}

async function run(file: string, flags: Flags): Promise<void> {
  if (!STATISTICS.includes(flags.statistic))
    throw new Refusal(`${file}: --statistic is ${STATISTICS.join(", ")}; got '${flags.statistic}'`);
  if (!STYLES.includes(flags.style))
    throw new Refusal(`${file}: --style is b or w; got '${flags.style}'`);
  const levels = readLevels(file, flags.significance);
  if (flags.band !== undefined && flags.neighbours !== undefined)
    throw new Refusal(`${file}: give --band or --neighbours, not both`);
  if (flags.band === undefined && flags.neighbours === undefined) {
    throw new Refusal(
      `${file}: --band METRES or --neighbours FILE is needed to say which cells are neighbours`,
    );
  }
  const band = flags.band === undefined ? null : Number(flags.band);
  if (band !== null && !(flags.band?.trim() && band > 0 && band < Infinity))
    throw new Refusal(`${file}: --band is a number of metres above zero; got '${flags.band}'`);

  const [
    { distanceBandWeights },
    { rowStandardised, weightsFromLists },
    { localG },
    { localMoran, QUADRANTS },
    { empiricalBayesRates },
    { localValue },
    { reasonOf },
    { sayNoValue, saySheet },
  ] = await Promise.all([
    import("../../../geo/hotspots/distance-band.js"),
    import("../../../geo/hotspots/csr-weights.js"),
    import("../../../geo/hotspots/local-g.js"),
    import("../../../geo/hotspots/local-moran.js"),
    import("../../../geo/hotspots/empirical-bayes.js"),
    import("../../../geo/hotspots/local-result.js"),
    import("../../../geo/hotspots/reason.js"),
    import("../../../civic/words/say.js"),
  ]);
  const cells = await readCells(file, flags.planar === true);
  const rates = cells.population && empiricalBayesRates(cells.value, cells.population);
  // Cells without a rate are no part of the map: they are neither counted in n nor anybody's
  // neighbours.
  const rows = Uint32Array.from(cells.ids.keys()).filter((i) => !rates || rates.reason[i] === 0);
  const values = Float64Array.from(rows, (i) => (rates ? rates.estimate[i]! : cells.value[i]!));
  let weights: SpatialWeights;
  if (band !== null) {
    const { x, y } = flags.planar ? cells : await project(file, cells.x, cells.y);
    weights = distanceBandWeights(
      Float64Array.from(rows, (i) => x[i]!),
      Float64Array.from(rows, (i) => y[i]!),
      band,
    );
  } else {
    const lists = await readNeighbours(flags.neighbours as string, cells.ids.length);
    const place = new Map(Array.from(rows, (row, k) => [row, k]));
    weights = weightsFromLists(
      Array.from(rows, (i) => lists[i]!.flatMap((j) => place.get(j) ?? [])),
    );
  }
  if (flags.style === "w") weights = rowStandardised(weights);
  const options = {
    levels,
    values: rates ? ("empirical-bayes-rate" as const) : ("as-given" as const),
  };
  const moran = flags.statistic === "moran" ? localMoran(values, weights, options) : null;
  const result =
    moran ?? localG(values, weights, { ...options, star: flags.statistic === "gi-star" });

  const at = new Int32Array(cells.ids.length).fill(-1);
  rows.forEach((row, k) => {
    at[row] = k;
  });
  const cellJson = (i: number): string => {
    const k = at[i]!,
      out: Record<string, unknown> = { id: cells.ids[i], value: cells.value[i] };
    if (rates && cells.population) {
      out.population = Number.isNaN(cells.population[i]) ? null : cells.population[i];
      out.rate = k < 0 ? null : rates.estimate[i]!;
    }
    const value =
      k < 0
        ? { z: null, p: null, q: null, bin: 0, reason: reasonOf(rates?.reason[i] ?? 0) }
        : localValue(result, k);
    Object.assign(out, { z: value.z, p: value.p, q: value.q, bin: value.bin });
    if (moran) {
      out.i =
        k < 0 || weights.degree[k]! === 0 || result.record.withoutValue.constant
          ? null
          : moran.i[k]!;
      out.quadrant = k < 0 ? null : QUADRANTS[moran.quadrant[k]!]!;
    }
    if (value.reason) out.reason = sayNoValue(value.reason, "en");
    return JSON.stringify(out);
  };
  await writeCells(flags.statistic, cells.ids.length, cellJson, {
    computed: saySheet(result.record, "en"),
  });
}

const COLUMNS = ["id", "x", "y", "value", "population"];

/** Which column of the file is which, by its name in any case. */
function headerOf(file: string, columns: readonly string[]): Map<string, string> {
  const header = new Map(columns.map((name) => [name.toLowerCase(), name]));
  if (header.size < columns.length)
    throw new Refusal(`${file}: header: a column name comes twice in '${columns.join(",")}'`);
  for (const name of COLUMNS.slice(0, 4))
    if (!header.has(name))
      throw new Refusal(
        `${file}: header: there is no column '${name}'; the header must have id,x,y,value`,
      );
  return header;
}

/** Row by row, so that a large file never stands in memory as text. */
async function readCells(file: string, planar: boolean): Promise<Cells> {
  const { openFile } = await import("../../import/read/open-file.js");
  const ids: string[] = [],
    x: number[] = [],
    y: number[] = [],
    value: number[] = [],
    population: number[] = [],
    rowOf = new Map<string, number>();
  const { columns = [], batches } = await openFile({
    file,
    format: "csv",
    layerName: "",
    encoding: null,
    knows: (column) => COLUMNS.includes(column.toLowerCase()),
  });
  const header = headerOf(file, columns);
  for await (const batch of batches)
    for (const { row, properties, fault } of batch) {
      const refuse = (field: string, why: string) =>
        new Refusal(`${file}: row ${row}, ${field}: ${why}`);
      if (fault) throw refuse(fault.field, fault.reason);
      const field = (name: string) => String(properties[header.get(name)!] ?? "").trim();
      const number = (name: string) => {
        const text = field(name),
          parsed = Number(text);
        if (text === "") throw refuse(name, "is empty; leave out cells without data");
        if (!Number.isFinite(parsed)) throw refuse(name, `'${text}' is not a number`);
        return parsed;
      };
      const id = field("id"),
        first = rowOf.get(id);
      if (id === "") throw refuse("id", "is empty");
      if (first !== undefined) throw refuse("id", `'${id}' is already the id of row ${first}`);
      const cx = number("x"),
        cy = number("y");
      if (!planar && !(Math.abs(cx) <= 180))
        throw refuse("x", `${cx} is not a longitude; give --planar for metres`);
      if (!planar && !(Math.abs(cy) < 90))
        throw refuse("y", `${cy} is not a latitude; give --planar for metres`);
      const amount = number("value");
      if (header.has("population")) {
        // An empty population is a cell without a denominator, which is an answer; a word or a
        // minus is a mistake.
        const people = field("population") === "" ? NaN : number("population");
        if (people < 0) throw refuse("population", `${people} is below zero`);
        if (amount < 0)
          throw refuse(
            "value",
            `${amount} is below zero; with a population column values are counts`,
          );
        population.push(people);
      }
      rowOf.set(id, ids.push(id));
      x.push(cx);
      y.push(cy);
      value.push(amount);
    }
  if (ids.length === 0) throw new Refusal(`${file}: has a header and no row`);
  const array = (values: number[]) => Float64Array.from(values);
  return {
    ids,
    x: array(x),
    y: array(y),
    value: array(value),
    population: header.has("population") ? array(population) : null,
  };
}

/** Checks every row, so that a refusal can name it. */
async function readNeighbours(file: string, rows: number): Promise<number[][]> {
  const { readFile } = await import("node:fs/promises");
  let lists: unknown;
  try {
    lists = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Refusal(
      `${file}: ` +
        `${
          code === "ENOENT"
            ? "there is no such file"
            : code
              ? `cannot be read: ${(error as Error).message}`
              : `not JSON: ${(error as Error).message}`
        }`,
    );
  }
  if (!Array.isArray(lists))
    throw new Refusal(`${file}: neighbours must be an array with one array of row numbers per row`);
  if (lists.length !== rows)
    throw new Refusal(`${file}: neighbours of ${lists.length} rows given, the cells have ${rows}`);
  return lists.map((list: unknown, i) => {
    if (!Array.isArray(list))
      throw new Refusal(`${file}: row ${i}, neighbours: must be an array of row numbers`);
    const seen = new Set<number>();
    for (const j of list as unknown[]) {
      if (!Number.isInteger(j) || (j as number) < 0 || (j as number) >= rows)
        throw new Refusal(
          `${file}: row ${i}, neighbours: ${JSON.stringify(j)} is not a row; rows count from 0 ` +
            `to ${rows - 1}`,
        );
      if (j === i)
        throw new Refusal(
          `${file}: row ${i}, neighbours: names itself; leave it out, Gi* counts the cell ` +
            "itself without being told",
        );
      if (seen.has(j as number))
        throw new Refusal(`${file}: row ${i}, neighbours: names row ${j as number} twice`);
      seen.add(j as number);
    }
    return list as number[];
  });
}
