import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { Household, Tie } from "../../../geo/grouping/model.js";
import type { FileSource, RawRow } from "../../import/read/raw-row.js";
import { BadUse } from "./read-features.js";

/** Reads GeoJSON when the text starts with a brace, CSV otherwise. */
export async function readHouseholds(file: string, planar: boolean): Promise<Household[]> {
  const bytes = await readBytes(file);
  const source = { name: file, open: () => Readable.from([bytes]), reopens: true };
  const isJson = /^(?:\xEF\xBB\xBF)?\s*[{[]/.test(bytes.subarray(0, 1000).toString("latin1"));
  const { wholeText } = await import("../../import/read/decode.js");
  const households = isJson
    ? fromGeoJson(file, await wholeText(source, { encoding: null, limit: bytes.length }))
    : await fromCsv(source);
  if (households.length === 0) throw new BadUse(`${file}: no households in it`);
  const seen = new Map<string, number>();
  households.forEach(({ household: { id, x, y }, where }, k) => {
    const before = seen.get(id);
    if (before !== undefined)
      throw new BadUse(
        `${file}: ${where}, field id: ${id} comes twice, first at ${households[before]!.where}`,
      );
    seen.set(id, k);
    if (planar) return;
    if (Math.abs(x) > 180)
      throw new BadUse(
        `${file}: ${where}, field x: longitude ${x} is outside -180 to 180; use ` +
          "--planar for metres",
      );
    if (Math.abs(y) >= 90)
      throw new BadUse(
        `${file}: ${where}, field y: latitude ${y} is outside -90 to 90; use --planar for metres`,
      );
  });
  return households.map((h) => h.household);
}

async function readBytes(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file))
      chunks.push(Buffer.from(chunk as Uint8Array));
  } catch (error) {
    throw new BadUse(
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
    );
  }
  return Buffer.concat(chunks);
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
  area: ["area"],
  compound: ["compound"],
  building: ["building"],
  stair: ["stair"],
  floor: ["floor"],
  lived_in: ["lived_in"],
  agreed: ["agreed"],
  moved: ["moved"],
  responders: ["responders"],
} as const;
type Field = keyof typeof NAMES;

async function fromCsv(source: FileSource): Promise<Read[]> {
  const households: Read[] = [];
  for await (const { where, cells } of rowsOf(source, NAMES, ["id", "x", "y"], "id,x,y[,demand]"))
    households.push({ household: householdOf(source.name, where, cells), where });
  return households;
}

interface RowRead<F extends string> {
  where: string;
  /** Trimmed text of a column; undefined where the file has no such column. */
  cells: (field: F) => string | undefined;
}

/** Rows of a CSV; columns may come in any order, and others beside. */
async function* rowsOf<F extends string>(
  source: FileSource,
  known: Readonly<Record<F, readonly string[]>>,
  needed: readonly NoInfer<F>[],
  header: string,
): AsyncGenerator<RowRead<F>> {
  const { readCsv } = await import("../../import/read/read-csv.js");
  const names = Object.values<readonly string[]>(known).flat();
  const { columns = [], batches } = await readCsv(source, {
    encoding: null,
    knows: (column) => names.includes(column.toLowerCase()),
  });
  const at = new Map(
    (Object.keys(known) as F[]).map((field) => [
      field,
      columns.find((c) => known[field].includes(c.toLowerCase())),
    ]),
  );
  for (const field of needed)
    if (at.get(field) === undefined)
      throw new BadUse(
        `${source.name}: row 1: the header has no column ${field}; it must be ${header}`,
      );
  for await (const batch of batches)
    for (const { row, properties, fault } of batch as RawRow[]) {
      const where = `row ${row + 1}`;
      if (fault) throw new BadUse(`${source.name}: ${where}: ${fault.reason}`);
      const cells = (field: F): string | undefined => {
        const column = at.get(field);
        return column === undefined ? undefined : String(properties[column] ?? "").trim();
      };
      yield { where, cells };
    }
}

function householdOf(
  file: string,
  where: string,
  cells: (field: Field) => string | undefined,
): Household {
  const wrong = (field: Field, what: string): BadUse =>
    new BadUse(`${file}: ${where}, field ${field}: ${what}`);
  const number = (field: Field): number => {
    const raw = cells(field) ?? "";
    const value = Number(raw);
    if (raw === "" || !Number.isFinite(value))
      throw wrong(field, raw === "" ? "empty" : `${raw} is not a number`);
    return value;
  };
  const id = cells("id")!;
  if (id === "") throw wrong("id", "empty");
  const household: Household = { id, x: number("x"), y: number("y") };
  if (cells("demand") !== undefined) {
    household.demand = number("demand");
    if (household.demand < 0) throw wrong("demand", `${household.demand} is negative`);
  }
  for (const field of ["area", "compound", "building", "stair"] as const)
    if (cells(field)) household[field] = cells(field)!;
  if (cells("floor")) household.floor = number("floor");
  if (cells("responders")) {
    household.responders = number("responders");
    if (!Number.isInteger(household.responders) || household.responders < 0)
      throw wrong("responders", `${household.responders} is not a whole number of 0 or more`);
  }
  const truth = (field: Field): boolean | undefined => {
    const text = cells(field)?.toLowerCase();
    if (!text) return undefined;
    if (!(text in TRUTHS)) throw wrong(field, `${text} is neither true nor false`);
    return TRUTHS[text];
  };
  for (const [name, field] of Object.entries({
    livedIn: "lived_in",
    agreed: "agreed",
    moved: "moved",
  } as const)) {
    const value = truth(field);
    if (value !== undefined) household[name as "livedIn" | "agreed" | "moved"] = value;
  }
  return household;
}

const TRUTHS: Readonly<Record<string, boolean>> = {
  true: true,
  "1": true,
  false: false,
  "0": false,
};

/** Who knows whom: CSV with a header from,to[,strength]. */
export async function readTies(file: string, households: readonly Household[]): Promise<Tie[]> {
  const known = new Set(households.map((h) => h.id));
  const ties: Tie[] = [];
  const columns = { from: ["from"], to: ["to"], strength: ["strength"] };
  for await (const { where, cells } of rowsOf(
    await sourceOf(file),
    columns,
    ["from", "to"],
    "from,to[,strength]",
  )) {
    const [a, b] = [cells("from")!, cells("to")!];
    for (const [field, id] of Object.entries({ from: a, to: b }))
      if (!known.has(id))
        throw new BadUse(`${file}: ${where}, field ${field}: ${id} is no household of the input`);
    if (a === b) throw new BadUse(`${file}: ${where}, field to: ${b} has no tie with itself`);
    const strength = cells("strength") ? Number(cells("strength")) : 1;
    if (!(strength > 0 && strength < Infinity))
      throw new BadUse(`${file}: ${where}, field strength: ${cells("strength")} is not above 0`);
    ties.push({ a, b, strength });
  }
  return ties;
}

/**
 * Mutates `households`: their groups of the plan before, from CSV with a header id,group.
 * @returns who stands in the old plan and no more in the households
 */
export async function readPresent(
  file: string,
  households: readonly Household[],
): Promise<{ household: string; group: string }[]> {
  const gone: { household: string; group: string }[] = [];
  const byId = new Map(households.map((h) => [h.id, h]));
  const columns = { id: ["id"], group: ["group"] };
  for await (const { where, cells } of rowsOf(
    await sourceOf(file),
    columns,
    ["id", "group"],
    "id,group",
  )) {
    const [id, group] = [cells("id")!, cells("group")!];
    const household = byId.get(id);
    if (group === "") throw new BadUse(`${file}: ${where}, field group: empty`);
    if (household?.previousGroup !== undefined)
      throw new BadUse(`${file}: ${where}, field id: ${id} comes twice`);
    if (household) household.previousGroup = group;
    else gone.push({ household: id, group });
  }
  return gone;
}

async function sourceOf(file: string): Promise<FileSource> {
  const bytes = await readBytes(file);
  return { name: file, open: () => Readable.from([bytes]), reopens: true };
}

function fromGeoJson(file: string, text: string): Read[] {
  let document: { type?: string; features?: unknown };
  try {
    document = JSON.parse(text) as typeof document;
  } catch (error) {
    throw new BadUse(`${file}: not valid JSON: ${(error as Error).message}`);
  }
  if (document?.type !== "FeatureCollection" || !Array.isArray(document.features))
    throw new BadUse(`${file}: field type: a GeoJSON FeatureCollection of points is needed`);
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
      throw new BadUse(`${file}: ${where}, field id: missing`);
    if (feature.geometry?.type !== "Point")
      throw new BadUse(
        `${file}: ${where}, field geometry: ${feature.geometry?.type ?? "nothing"} is not a Point`,
      );
    const [x, y] = feature.geometry.coordinates ?? [];
    if (
      typeof x !== "number" ||
      typeof y !== "number" ||
      !Number.isFinite(x) ||
      !Number.isFinite(y)
    )
      throw new BadUse(`${file}: ${where}, field coordinates: two numbers are needed`);
    const known = feature.properties ?? {};
    const cells = (field: Field): string | undefined =>
      field === "x"
        ? String(x)
        : field === "y"
          ? String(y)
          : field === "id"
            ? String(id)
            : known[field] === undefined || known[field] === null
              ? undefined
              : String(known[field]);
    return { household: householdOf(file, where, cells), where };
  });
}
