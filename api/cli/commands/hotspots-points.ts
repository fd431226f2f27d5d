import { type Command, Option } from "commander";
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { HotSpots } from "../../../geo/hotspots/hot-spots-of-counts.js";
import type { HotSpotsOptions } from "../../../geo/hotspots/hot-spots-of-points.js";
import type { Lattice } from "../../../geo/hotspots/lattice.js";
import type { PlaceCheck } from "../../../geo/hotspots/place-check.js";
import { answering, project, Refusal, readLevels, writeCells } from "./hotspots-answer.js";
import type { Plane } from "./read-features.js";

interface Flags {
  cell?: string;
  mask?: string;
  barriers?: string;
  crossings?: string;
  planar?: boolean;
  stable?: boolean;
  excludeDefaultPlaces?: boolean;
  significance: string;
}

/** Incidents as read, one row each, in the order of the file. */
interface Incidents {
  x: Float64Array;
  y: Float64Array;
  /** Null where the file has no such column. */
  streets: (string | null)[] | null;
}

/** Adds `hearthgrid hotspots points FILE`: hot spots of incidents on hexagons. */
export function registerHotspotsPoints(hotspots: Command): void {
  hotspots
    .command("points")
    .summary("hot spots of incidents, on hexagons")
    .description(
      "Counts the incidents in FILE on hexagons and finds those where they are more than chance " +
        "puts there (Getis-Ord Gi*). FILE: CSV with the header id,x,y[,street,from,until], one " +
        "row an incident (- reads standard input).\n" +
        "Cells have their place (q, r), count and own (holds incidents itself); fdr is the " +
        "Benjamini-Hochberg adjusted p. places are what looks like a geocoder's defaults: at " +
        "least five incidents of at least three streets, or half without one, within a metre.",
    )
    .argument("<file>", "CSV, one row an incident")
    .addOption(
      new Option(
        "--cell <metres>",
        "metres between the centres of hexagons (default: two incidents a cell on average)",
      ),
    )
    .addOption(new Option("--mask <file>", "GeoJSON polygons: where zero counts"))
    .addOption(
      new Option("--barriers <file>", "GeoJSON lines: cells on two sides of one are no neighbours"),
    )
    .addOption(new Option("--crossings <file>", "GeoJSON points where one comes across a barrier"))
    .addOption(
      new Option(
        "--planar",
        "x and y are metres in a plane, in all files (default: longitude and latitude, WGS 84)",
      ),
    )
    .addOption(new Option("--stable", "say of each cell whether it is hot at twice the size too"))
    .addOption(
      new Option("--exclude-default-places", "leave out what stands on a geocoder's defaults"),
    )
    .addOption(
      new Option("--significance <levels>", "levels of the bins, one to three").default(
        "0.1,0.05,0.01",
      ),
    )
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid hotspots points thefts.csv --cell 250 --mask town.geojson --stable" +
        " > hot.json\n",
    )
    .action(async (file: string, flags: Flags, command: Command) => {
      await answering(command, () => run(file, flags));
    });
}

async function run(file: string, flags: Flags): Promise<void> {
  const levels = readLevels(file, flags.significance);
  const cell = flags.cell === undefined ? null : Number(flags.cell);
  if (cell !== null && !(flags.cell?.trim() && cell > 0 && cell < Infinity))
    throw new Refusal(`${file}: --cell is a number of metres above zero; got '${flags.cell}'`);
  const { placeCheck } = await import("../../../geo/hotspots/place-check.js");
  const plane: Plane = flags.planar ? "metres" : "degrees";
  const given = await readIncidents(file, plane);
  const placed = flags.planar ? null : await project(file, given.x, given.y);
  const { x, y } = placed ?? given;
  const check = given.streets && placeCheck(x, y, given.streets);
  const out = new Set(flags.excludeDefaultPlaces ? defaultRows(check) : []);
  const kept = Uint32Array.from(x.keys()).filter((row) => !out.has(row));
  const of = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]!);
  const ground = await readGround(flags, plane, placed?.forward ?? null);
  const map = await mapOf(file, of(x), of(y), { cell, levels, ground });
  const stable = flags.stable ? await stableOf(of(x), of(y), map, { levels, ground }) : null;
  await answer(map, stable, placesJson(given, check));
}

const defaultRows = (check: PlaceCheck | null): number[] =>
  check?.places.flatMap(({ rows }) => rows) ?? [];

/** Default places as the file has their coordinates; unknown where it names no streets at all. */
function placesJson({ x, y }: Incidents, check: PlaceCheck | null): object {
  if (!check) return { share: null, list: [], reason: "the file has no column street" };
  const list = check.places.map(({ rows, incidents, streets, ...at }) => {
    const row = rows.find((r) => at.x === x[r] && at.y === y[r]) ?? rows[0]!;
    return { x: x[row]!, y: y[row]!, incidents, streets };
  });
  return { share: check.share, list };
}

/** What a map stands on: where zeros count, and what parts neighbours; metres. */
interface Ground {
  mask: (Polygon | MultiPolygon)[] | null;
  barriers: { lines: [number, number][][]; crossings: [number, number][] } | null;
}

interface Asked {
  levels: number[];
  ground: Ground;
}

type Forward = (lon: number, lat: number) => [x: number, y: number];

async function readGround(flags: Flags, plane: Plane, forward: Forward | null): Promise<Ground> {
  const { readAreas, readLinesOnly, readPoints } = await import("./read-features.js");
  const at = ([x, y]: Position): [number, number] => (forward ? forward(x!, y!) : [x!, y!]);
  const areas = flags.mask === undefined ? null : await readAreas(flags.mask, plane);
  const lines = flags.barriers === undefined ? null : await readLinesOnly(flags.barriers, plane);
  const crossings = flags.crossings === undefined ? [] : await readPoints(flags.crossings, plane);
  const ring = (places: Position[]) => places.map(at);
  return {
    mask:
      areas?.map(({ geometry: g }) =>
        g.type === "Polygon"
          ? { type: g.type, coordinates: g.coordinates.map(ring) }
          : { type: g.type, coordinates: g.coordinates.map((p) => p.map(ring)) },
      ) ?? null,
    barriers: lines && { lines: lines.map(ring), crossings: crossings.map(at) },
  };
}

async function mapOf(
  file: string,
  x: Float64Array,
  y: Float64Array,
  { cell, levels, ground }: Asked & { cell: number | null },
): Promise<HotSpots> {
  const [{ boxOf, hotSpotsOfPoints }, { suggestCellSizes }, { latticeFault }] = await Promise.all([
    import("../../../geo/hotspots/hot-spots-of-points.js"),
    import("../../../geo/hotspots/cell-size.js"),
    import("../../../geo/hotspots/lattice.js"),
  ]);
  const box = boxWith(boxOf(x, y), ground.mask);
  const area = (box.maxX - box.minX) * (box.maxY - box.minY);
  const cellMetres = cell ?? suggestCellSizes(x, y, area, 0).value?.fromDensityMetres;
  if (cellMetres === undefined)
    throw new Refusal(`${file}: x, y: too few places to suggest a cell; give --cell METRES`);
  const fault = latticeFault(box, cellMetres, "hex");
  if (fault)
    throw new Refusal(
      `${file}: --cell ${cellMetres}: makes ${fault.cells} cells of this ground, at most ` +
        `${fault.most} are; give ${fault.leastMetres} metres or more`,
    );
  return hotSpotsOfPoints(x, y, {
    ...(await optionsOf(x, y, { levels, ground })),
    cellMetres,
    box,
  });
}

/** The same at the next size, and which cells are hot at both. */
async function stableOf(
  x: Float64Array,
  y: Float64Array,
  map: HotSpots,
  asked: Asked,
): Promise<Uint8Array> {
  const [{ boxOf, hotSpotsOfPoints }, { nextCellMetres, stableCells }] = await Promise.all([
    import("../../../geo/hotspots/hot-spots-of-points.js"),
    import("../../../geo/hotspots/hot-spots-of-counts.js"),
  ]);
  const coarse = hotSpotsOfPoints(x, y, {
    ...(await optionsOf(x, y, asked)),
    cellMetres: nextCellMetres(map.lattice.spacing),
    box: boxWith(boxOf(x, y), asked.ground.mask),
  });
  return stableCells(map, coarse);
}

/** A cell belongs to the map by its centre, or by an incident of it inside the polygons. */
async function optionsOf(
  x: Float64Array,
  y: Float64Array,
  { levels, ground: { mask, barriers } }: Asked,
): Promise<Omit<HotSpotsOptions, "cellMetres">> {
  const { maskFromPolygons, maskFromPoints, pointsInside, uniteMasks } = await import(
    "../../../geo/hotspots/cell-mask.js"
  );
  const { maskSaid } = await import("../../../geo/hotspots/phrases.js");
  const inside = mask && pointsInside(mask, x, y);
  const some = (values: Float64Array) => values.filter((_, row) => inside![row]);
  return {
    levels,
    barriers,
    ...(mask
      ? {
          maskSaid: maskSaid("inside-polygons", {}),
          mask: (lattice: Lattice) =>
            uniteMasks(maskFromPolygons(lattice, mask), maskFromPoints(lattice, some(x), some(y))),
        }
      : {}),
  };
}

interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** Zeros count in all of the mask, wherever incidents are. */
function boxWith(box: Box, mask: (Polygon | MultiPolygon)[] | null): Box {
  const all = { ...box };
  for (const shape of mask ?? [])
    for (const [x, y] of (shape.type === "Polygon"
      ? shape.coordinates
      : shape.coordinates.flat()
    ).flat()) {
      all.minX = Math.min(all.minX, x!);
      all.minY = Math.min(all.minY, y!);
      all.maxX = Math.max(all.maxX, x!);
      all.maxY = Math.max(all.maxY, y!);
    }
  return all;
}

async function answer(map: HotSpots, stable: Uint8Array | null, places: object): Promise<void> {
  const [{ localValue }, { sayNoValue, saySheet }] = await Promise.all([
    import("../../../geo/hotspots/local-result.js"),
    import("../../../civic/words/say.js"),
  ]);
  const { lattice, mask, counts } = map;
  const cells = Uint32Array.from(mask.keys()).filter((i) => mask[i]);
  const cellJson = (k: number): string => {
    const i = cells[k]!,
      q = (i % lattice.columns) + lattice.firstColumn,
      r = Math.floor(i / lattice.columns) + lattice.firstRow,
      { q: fdr, reason, ...value } = localValue(map, i);
    return JSON.stringify({
      id: `${q},${r}`,
      q,
      r,
      value: counts[i],
      count: counts[i],
      own: counts[i]! > 0,
      ...value,
      fdr,
      ...(stable ? { stable: stable[i] === 1 } : {}),
      ...(reason ? { reason: sayNoValue(reason, "en") } : {}),
    });
  };
  await writeCells("gi-star", cells.length, cellJson, {
    places,
    computed: saySheet(map.record, "en"),
  });
}

const COLUMNS = ["id", "x", "y", "street", "from", "until"];

/** Row by row, so that a large file never stands in memory as text. */
async function readIncidents(file: string, plane: Plane): Promise<Incidents> {
  const { openFile } = await import("../../import/read/open-file.js");
  const { columns = [], batches } = await openFile({
    file,
    format: "csv",
    layerName: "",
    encoding: null,
    knows: (column) => COLUMNS.includes(column.toLowerCase()),
  });
  const header = new Map(columns.map((name) => [name.toLowerCase(), name]));
  if (header.size < columns.length)
    throw new Refusal(`${file}: header: a column name comes twice in '${columns.join(",")}'`);
  for (const name of COLUMNS.slice(0, 3))
    if (!header.has(name))
      throw new Refusal(
        `${file}: header: there is no column '${name}'; the header must have id,x,y`,
      );
  const x: number[] = [],
    y: number[] = [],
    streets: (string | null)[] = [],
    rowOf = new Map<string, number>();
  for await (const batch of batches)
    for (const { row, properties, fault } of batch) {
      const refuse = (field: string, why: string) =>
        new Refusal(`${file}: row ${row}, ${field}: ${why}`);
      if (fault) throw refuse(fault.field, fault.reason);
      const field = (name: string) => String(properties[header.get(name) ?? ""] ?? "").trim();
      const coordinate = (name: "x" | "y", most: number, is: string) => {
        const text = field(name),
          parsed = Number(text);
        if (text === "") throw refuse(name, "is empty; leave out incidents without a place");
        if (!Number.isFinite(parsed)) throw refuse(name, `'${text}' is not a number`);
        if (plane === "degrees" && !(Math.abs(parsed) <= most))
          throw refuse(name, `${parsed} is not a ${is}; give --planar for metres`);
        return parsed;
      };
      const id = field("id"),
        first = rowOf.get(id);
      if (id === "") throw refuse("id", "is empty");
      if (first !== undefined) throw refuse("id", `'${id}' is already the id of row ${first}`);
      rowOf.set(id, rowOf.size + 1);
      x.push(coordinate("x", 180, "longitude"));
      y.push(coordinate("y", 89.999, "latitude"));
      streets.push(field("street") || null);
    }
  if (x.length === 0) throw new Refusal(`${file}: has a header and no row`);
  return {
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    streets: header.has("street") ? streets : null,
  };
}
